/** Tells the person at the terminal what is going on; the results alone go to standard output. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
