import type { Logger } from 'pino';

const LINES_PER_MINUTE = 60;

/** One line per refused stanza, and no flood of them: beyond 60 a minute they are only counted. */
export class RefusalLog {
  private minute = 0;
  private lines = 0;

  constructor(private readonly logger: Logger) {}

  refused(details: Readonly<Record<string, unknown>>, why: string): void {
    const minute = Math.floor(Date.now() / 60_000);
    if (minute !== this.minute) this.startMinute(minute);
    this.lines += 1;
    if (this.lines <= LINES_PER_MINUTE) this.logger.warn(details, why);
  }

  private startMinute(minute: number): void {
    const unlogged = this.lines - LINES_PER_MINUTE;
    if (unlogged > 0) this.logger.warn({ unlogged }, 'more stanzas were refused than were logged');
    this.minute = minute;
    this.lines = 0;
  }
}
