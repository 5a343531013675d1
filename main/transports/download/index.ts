import { stat } from "node:fs/promises";
import { Type } from "typebox";
import { AppError, fromSystemError } from "../../domain/errors.ts";
import { defineTransport } from "../define-transport.ts";

/** Publishes files where they are: nothing is sent, whoever has the link fetches them. */
export const downloadTransport = defineTransport({
  id: "download",
  title: "Download link",
  settings: Type.Object({}, { additionalProperties: false }),
  secrets: {},
  summary: () => "download link",
  async deliver(parcel) {
    for (const file of parcel.files) {
      parcel.signal.throwIfAborted();
      const found = await stat(file.path).catch((error: unknown) => {
        throw fromSystemError(error, file.path, "read");
      });
      if (!found.isFile() || found.size !== file.size) {
        throw new AppError(
          "archive.damaged",
          `${file.path} is no longer what was packed.`,
          { object: file.path, remedy: "Run the export again." },
        );
      }
      parcel.arrived(file, {
        location: file.link ?? file.path,
        size: found.size,
        remoteHash: { algorithm: "sha256", value: file.sha256 },
        compared: ["size"],
      });
    }
  },
  async test(_place, checked) {
    checked("Files for download stay on this machine; nothing is needed.");
  },
  async discard() {
    // Nothing was sent.
  },
});
