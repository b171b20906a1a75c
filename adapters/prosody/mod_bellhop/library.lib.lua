-- Loads one of Prosody's libraries by its short name.
-- 0.12 knows only the short names; 13 moves the libraries below `prosody.`.
return function (name)
	local found, result = pcall(require, name);
	if found then return result; end
	return require("prosody." .. name);
end
