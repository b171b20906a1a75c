import { join } from 'node:path';
import { Inbox } from '../harness/inbox.js';
import type { Prosody } from '../harness/prosody.js';
import type { XmlElement } from '../harness/xml.js';
import { escapeXml } from '../harness/xml.js';
import { XmppStream } from '../harness/xmpp-stream.js';

/** Prosody's administration shell kept open: a connection for each line is too much for hundreds of lines at once. */
export class Shell {
  #stream!: XmppStream;
  readonly #results = new Inbox<XmlElement>();

  private constructor() {}

  static async open(prosody: Prosody): Promise<Shell> {
    const shell = new Shell();
    const onElement = (element: XmlElement) => {
      if (element.getName() === 'repl-result') shell.#results.put(element);
    };
    shell.#stream = await XmppStream.connect({ path: join(prosody.folder, 'admin.sock') }, { onElement });
    await shell.#stream.open("xmlns='xmpp:prosody.im/admin'");
    return shell;
  }

  /** Runs a line; results come in the order of lines. Rejects when the shell calls the result an error. */
  async run(line: string): Promise<void> {
    const result = this.#results.next(() => true, { what: `the shell's answer to ${line}` });
    this.#stream.send(`<repl-input>${escapeXml(line)}</repl-input>`);
    const element = await result;
    if (element.attrs.type === 'error') throw new Error(`${line}: ${element.getText()}`);
  }

  async close(): Promise<void> {
    await this.#stream.drop();
  }
}
