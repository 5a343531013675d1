import type { AppError } from "../../domain/errors.ts";
import { targetError } from "../target-errors.ts";
import { childText, readXml } from "./read-xml.ts";
import type { Answer } from "./send-request.ts";

const loginCodes = new Set([
  "ExpiredToken",
  "InvalidAccessKeyId",
  "InvalidToken",
  "SignatureDoesNotMatch",
  "TokenRefreshRequired",
]);
const fullCodes = new Set([
  "InsufficientCapacity",
  "QuotaExceeded",
  "XAmzStorageFull",
  "XMinioStorageFull",
]);
const passingCodes = new Set([
  "BadDigest",
  "ConditionalRequestConflict",
  "InternalError",
  "OperationAborted",
  "RequestTimeout",
  // An upload the service has forgotten, or of which it has lost parts: the next attempt begins anew.
  "InvalidPart",
  "InvalidPartOrder",
  "NoSuchUpload",
  "ServiceUnavailable",
  "SlowDown",
  "XAmzContentSHA256Mismatch",
]);

/** What an answer that is no success means. */
export function answerMeaning(answer: Answer, name: string): AppError {
  const said = readXml(answer.body);
  const code = childText(said, "Code");
  const { status } = answer;
  const details = {
    cause: new Error(
      `${String(status)} ${code} ${childText(said, "Message")}`.trim(),
    ),
  };
  const told = code === "" ? String(status) : code;
  if (loginCodes.has(code) || status === 401) {
    return targetError(
      "target.login-failed",
      name,
      `${name} refused the access key (${told}).`,
      details,
    );
  }
  if (fullCodes.has(code) || status === 507)
    return targetError("target.full", name, `${name} is full.`, details);
  if (passingCodes.has(code) || status === 429 || status >= 500) {
    return targetError(
      "target.busy",
      name,
      `${name} cannot do it at the moment (${told}).`,
      details,
    );
  }
  if (code === "RequestTimeTooSkewed") {
    return targetError(
      "target.refused",
      name,
      `${name} refuses requests from a machine whose clock is wrong.`,
      { ...details, remedy: "Set the clock of this machine." },
    );
  }
  if (
    code === "AuthorizationHeaderMalformed" ||
    code === "PermanentRedirect" ||
    status === 301 ||
    status === 307
  ) {
    return targetError(
      "target.refused",
      name,
      `${name} is in another region.`,
      { ...details, remedy: "Set the region of the bucket." },
    );
  }
  return targetError(
    "target.refused",
    name,
    `${name} refused what was asked (${told}).`,
    details,
  );
}
