import { Inbox } from './inbox.js';
import type { XmlElement } from './xml.js';
import { escapeXml } from './xml.js';
import { XmppStream } from './xmpp-stream.js';

/**
 * Runs one line in Prosody's administration shell (mod_admin_shell over its UNIX socket) and gives what it
 * printed; rejects when the shell calls the result an error.
 */
export async function runInShell(socketPath: string, line: string): Promise<string> {
  const output: string[] = [];
  const results = new Inbox<XmlElement>();
  const onElement = (element: XmlElement) => {
    if (element.getName() === 'repl-output') output.push(element.getText());
    if (element.getName() === 'repl-result') results.put(element);
  };
  const stream = await XmppStream.connect({ path: socketPath }, { onElement });
  try {
    await stream.open("xmlns='xmpp:prosody.im/admin'");
    stream.send(`<repl-input>${escapeXml(line)}</repl-input>`);
    const result = await results.next(() => true, { what: `the shell's answer to ${line}` });
    if (result.attrs.type === 'error') throw new Error(`${line}: ${result.getText()}`);
    return [...output, result.getText()].join('\n');
  } finally {
    await stream.drop();
  }
}
