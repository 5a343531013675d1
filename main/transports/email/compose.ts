import { createHash } from "node:crypto";
import { posix } from "node:path";
import { Readable } from "node:stream";
import type { SendMailOptions } from "nodemailer";
import type { OutgoingFile } from "../../domain/delivery.ts";
import type { OutgoingContent } from "../outgoing-content.ts";

interface Letter {
  readonly from: string;
  readonly recipients: readonly string[];
  readonly subject?: string;
  readonly message?: string;
  readonly blind?: boolean;
}

/**
 * Writes the mail.
 * @param contents of the files, in their order; empty when links are sent
 * @param onRead told how many bytes of a file were read so far
 */
export function compose(
  letter: Letter,
  files: readonly OutgoingFile[],
  contents: readonly OutgoingContent[],
  onRead: (file: OutgoingFile, bytes: number) => void,
): { readonly mail: SendMailOptions; readonly id: string } {
  const names = files.map(({ name }) => name);
  const hash = createHash("sha256").update(
    JSON.stringify([letter, files.map(({ name, sha256 }) => [name, sha256])]),
  );
  const id = `<holdall-${hash.digest("hex").slice(0, 32)}@${letter.from.split("@")[1] ?? "localhost"}>`;
  const lines = files.map(
    ({ name, size, sha256, link }) =>
      `${name} (${String(size)} bytes)\n${link === undefined || contents.length > 0 ? "" : `${link}\n`}SHA-256 ${sha256}`,
  );
  return {
    id,
    mail: {
      messageId: id,
      from: letter.from,
      // Recipients of copies are told to the server alone.
      [letter.blind === true ? "bcc" : "to"]: [...letter.recipients],
      subject: letter.subject ?? `Export: ${names.join(", ").slice(0, 150)}`,
      text: `${[...(letter.message === undefined ? [] : [letter.message]), ...lines].join("\n\n")}\n`,
      attachments: contents.flatMap((content, index) => {
        const file = files[index];
        if (file === undefined) return [];
        return [
          {
            filename: posix.basename(file.name),
            content: Readable.from(counted(content, file, onRead), {
              objectMode: false,
            }),
            contentType: "application/octet-stream",
          },
        ];
      }),
    },
  };
}

async function* counted(
  content: OutgoingContent,
  file: OutgoingFile,
  onRead: (file: OutgoingFile, bytes: number) => void,
): AsyncGenerator<Buffer, void, undefined> {
  let read = 0;
  try {
    for await (const chunk of content.chunks) {
      yield chunk;
      read += chunk.length;
      onRead(file, read);
    }
  } catch (error) {
    // The library writes codes of its own into errors; this one is not to be told.
    throw new Error("a file could not be read", { cause: error });
  }
}
