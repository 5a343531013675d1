import { randomUUID } from "node:crypto";
import { Type, type Static } from "typebox";
import { defineTransport } from "../define-transport.ts";
import type { Place } from "../member.ts";
import { certificateSetting } from "../pinned-certificate.ts";
import {
  below,
  checkDirectory,
  checkNoPath,
  invalidSettings,
  readServer,
} from "../settings.ts";
import { openBucket, type Bucket } from "./open-bucket.ts";
import { uploadFile } from "./upload-file.ts";
import { readUpload } from "./upload.ts";

const mebibyte = 1024 * 1024;

const settings = Type.Object(
  {
    server: Type.String({
      minLength: 1,
      maxLength: 1000,
      description:
        "Address of the S3 service: https://s3.eu-central-1.amazonaws.com or that of any other one.",
    }),
    region: Type.Optional(
      Type.String({
        pattern: "^[a-z0-9-]{1,50}$",
        description: "Region of the bucket; us-east-1 without it.",
      }),
    ),
    bucket: Type.String({
      pattern: "^[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]$",
      description: "Name of the bucket.",
    }),
    directory: Type.Optional(
      Type.String({
        maxLength: 900,
        description:
          "Beginning of the names in the bucket, without a / at its end.",
      }),
    ),
    login: Type.String({
      minLength: 1,
      maxLength: 255,
      description: "Access key id.",
    }),
    bucketInHost: Type.Optional(
      Type.Boolean({
        description:
          "Put the bucket into the host name instead of the path, for services that ask for it.",
      }),
    ),
    partSize: Type.Optional(
      Type.Integer({
        minimum: 5 * mebibyte,
        maximum: 5 * 1024 * mebibyte,
        description:
          "Bytes sent at a time; so much is lost when the connection breaks.",
      }),
    ),
    parallel: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 10,
        description: "Parts on their way at a time; 3 without it.",
      }),
    ),
    certificate: certificateSetting,
  },
  { additionalProperties: false },
);

type Settings = Static<typeof settings>;
type S3Place = Place<Settings, "password" | "sessionToken">;

const protocols = ["https:", "http:"];

function summary({ server, bucket, directory }: Settings): string {
  return below(
    `${readServer(server, protocols).origin}/${bucket}`,
    (directory ?? "").replace(/^\/+/, ""),
  ).replace(/\/$/, "");
}

async function withBucket(
  place: S3Place,
  work: (bucket: Bucket) => Promise<void>,
): Promise<void> {
  const { settings, secrets, signal, patience } = place;
  const server = readServer(settings.server, protocols);
  const name = summary(settings);
  if (server.protocol === "http:") {
    place.note(
      `The connection to ${name} is not encrypted: the files can be read on the way.`,
    );
  }
  const bucket = await openBucket({
    ...settings,
    server,
    name,
    region: settings.region ?? "us-east-1",
    directory: settings.directory ?? "",
    secretKey: secrets.password ?? "",
    sessionToken: secrets.sessionToken,
    signal,
    patience,
  });
  try {
    await work(bucket);
  } finally {
    bucket.close();
  }
}

/** Sends files to Amazon S3 or a service that speaks like it. */
export const s3Transport = defineTransport({
  id: "s3",
  title: "S3",
  settings,
  secrets: {
    password: "Secret access key",
    sessionToken: "Session token",
  },
  summary,
  check(checked, secrets) {
    checkNoPath(readServer(checked.server, protocols), "bucket");
    checkDirectory(checked.directory ?? "");
    if (secrets.password === undefined) {
      throw invalidSettings(
        "password",
        "An S3 target needs the secret access key.",
      );
    }
  },
  deliver: (parcel) =>
    withBucket(parcel, async (bucket) => {
      for (const file of parcel.files) {
        await uploadFile(bucket, parcel, file, {
          partSize: parcel.settings.partSize ?? 8 * mebibyte,
          parallel: parcel.settings.parallel ?? 3,
        });
      }
    }),
  test: (place, checked) =>
    withBucket(place, async (bucket) => {
      const probe = `.holdall-${randomUUID()}.part`;
      await bucket.put(
        probe,
        Buffer.from("Holdall was here; this object can be removed.\n"),
      );
      await bucket.remove(probe);
      checked(
        `An object was written to ${summary(place.settings)} and removed again.`,
      );
    }),
  discard: (parcel) =>
    withBucket(parcel, async (bucket) => {
      for (const file of parcel.files) {
        const upload = readUpload(parcel.recall(file));
        if (upload !== null)
          await bucket.abortUpload(file.name, upload.uploadId);
      }
    }),
});
