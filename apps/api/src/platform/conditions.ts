/** The `where` of a statement, put together from texts of ours and bound values. */
export class Conditions {
  readonly #texts: string[] = [];
  readonly #values: unknown[];

  constructor(values: unknown[] = []) {
    this.#values = values;
  }

  /** Conditions of another part of the same statement. */
  part(): Conditions {
    return new Conditions(this.#values);
  }

  /** Every `$` in the text stands for the value. */
  add(text: string, value: unknown): this {
    return this.addText(text.replaceAll('$', () => this.bind(value)));
  }

  /** For filters: nothing is added where the value is undefined. */
  addGiven(text: string, value: unknown): this {
    return value === undefined ? this : this.add(text, value);
  }

  addText(text: string): this {
    this.#texts.push(text);
    return this;
  }

  /** What stands for a value in any part of the statement. */
  bind(value: unknown): string {
    this.#values.push(value);
    return `$${this.#values.length}`;
  }

  get text(): string {
    return this.#texts.join(' and ');
  }

  get values(): unknown[] {
    return this.#values;
  }
}
