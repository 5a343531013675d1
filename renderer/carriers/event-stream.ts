/** One server-sent event. */
export interface StreamedEvent {
  readonly name: string;
  readonly data: string;
}

/**
 * Reads server-sent events from the body of a reply until it ends.
 * `EventSource` cannot send a token, therefore the stream is read by hand.
 * @param onSign called whenever anything came, be it only a sign of life
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  onSign: () => void = () => undefined,
): AsyncGenerator<StreamedEvent> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  let name = "message";
  let data: string[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      onSign();
      const lines = (rest + value).split(/\r\n|\n|\r(?!$)/u);
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (line === "") {
          if (data.length > 0) yield { name, data: data.join("\n") };
          name = "message";
          data = [];
          continue;
        }
        const colon = line.indexOf(":");
        const field = colon === -1 ? line : line.slice(0, colon);
        const text =
          colon === -1 ? "" : line.slice(colon + 1).replace(/^ /u, "");
        if (field === "event") name = text;
        else if (field === "data") data.push(text);
      }
    }
  } finally {
    // Whoever stops listening stops the transfer too.
    await reader.cancel().catch(() => undefined);
  }
}
