-- Pieces of XML and numbers as text.

local library = module:require("library");
local xml_escape = library("util.stanza").xml_escape;
local gettime = library("util.time").now;

local NAME_MAX_BYTES = 1024; -- ids and namespaces are chosen by strangers

local text = {};

-- ms since 1970, by this server's clock.
function text.now_ms()
	return string.format("%d", math.floor(gettime() * 1000));
end

-- nil for anything but digits.
function text.whole_number(value)
	return value and value:match("^%d+$") and tonumber(value) or nil;
end

-- Cuts before the first character that does not fit; says whether it did.
function text.cut(value, max_bytes)
	if #value <= max_bytes then return value, false; end
	local last = max_bytes;
	-- Continuation bytes are 10xxxxxx: while one follows, the last character is not whole.
	while last > 0 and value:byte(last + 1) >= 0x80 and value:byte(last + 1) < 0xC0 do last = last - 1; end
	return value:sub(1, last), true;
end

-- Most values need none; this runs a dozen times for each event.
function text.escape(value)
	return value:find("['\"<>&]") and xml_escape(value) or value;
end

-- A stranger's value, escaped and of bounded length.
function text.escape_name(value)
	if #value > NAME_MAX_BYTES then value = text.cut(value, NAME_MAX_BYTES); end
	return text.escape(value);
end

-- " name='value'", or nothing where there is no value.
function text.attribute(name, value)
	if value == nil then return ""; end
	return " " .. name .. "='" .. text.escape(tostring(value)) .. "'";
end

return text;
