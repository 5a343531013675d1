import { AppError, systemErrorCode, type ErrorCode } from "../domain/errors.ts";

const remedies = {
  "target.busy": "Try again later.",
  "target.exists":
    "Deliver under another name, or allow that existing files are replaced.",
  "target.full": "Free some space there, or choose another target.",
  "target.changed":
    "Deliver it again; if it happens again, check the disk and the network of the target.",
  "target.interrupted":
    "Check the network; the delivery goes on where it stopped.",
  "target.login-failed": "Check the login and the password or key.",
  "target.not-trusted":
    "Check that it is the right server; if so, keep its fingerprint with the target.",
  "target.refused": "Check the folder and what the login may do there.",
  "target.settings-invalid": "Correct the settings of the target.",
  "target.unreachable":
    "Check the address, and that the server is running and can be reached from here.",
} as const satisfies Partial<Record<ErrorCode, string>>;

/** A failure of a target, with the remedy that goes with its kind unless a better one is known. */
export function targetError(
  code: keyof typeof remedies,
  object: string,
  message: string,
  details: { readonly remedy?: string; readonly cause?: unknown } = {},
): AppError {
  return new AppError(code, message, {
    object,
    remedy: remedies[code],
    ...details,
  });
}

/** What may be over in a moment. */
const passing: ReadonlySet<ErrorCode> = new Set([
  "target.busy",
  "target.changed",
  "target.interrupted",
  "target.unreachable",
]);

/** Whether another attempt may succeed without anybody doing anything. */
export function isPassing(error: AppError): boolean {
  return passing.has(error.code);
}

const cannotConnect = new Set([
  "EADDRNOTAVAIL",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTDOWN",
  "EHOSTUNREACH",
  "ENETDOWN",
  "ENETUNREACH",
  "ENOTFOUND",
  "ETIMEDOUT",
]);
const connectionLost = new Set([
  "ECONNABORTED",
  "ECONNRESET",
  "EPIPE",
  "ERR_STREAM_DESTROYED",
  "ERR_STREAM_PREMATURE_CLOSE",
  "ERR_STREAM_WRITE_AFTER_END",
  "ESOCKET",
]);
const notTrusted =
  /^(ERR_TLS_CERT|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)|HOSTNAME_MISMATCH)/;

/** What a network failure means for a target; null when it is none. */
export function fromNetworkError(
  error: unknown,
  target: string,
): AppError | null {
  if (error instanceof AppError) return error;
  if (error instanceof AggregateError) {
    return fromNetworkError(error.errors[0], target);
  }
  const code = systemErrorCode(error) ?? "";
  if (cannotConnect.has(code)) {
    return targetError(
      "target.unreachable",
      target,
      `${target} cannot be reached (${code}).`,
      { cause: error },
    );
  }
  if (connectionLost.has(code)) {
    return targetError(
      "target.interrupted",
      target,
      `The connection to ${target} was lost (${code}).`,
      { cause: error },
    );
  }
  if (notTrusted.test(code)) {
    return targetError(
      "target.not-trusted",
      target,
      `The certificate of ${target} is not trusted (${code}).`,
      { cause: error },
    );
  }
  if (code === "EPROTO" || code.startsWith("ERR_SSL")) {
    return targetError(
      "target.unreachable",
      target,
      `${target} does not speak TLS as it should (${code}).`,
      { cause: error },
    );
  }
  return error instanceof Error && error.cause !== undefined
    ? fromNetworkError(error.cause, target)
    : null;
}

/** A file that a target already has under the name of one that was to arrive. */
export function alreadyThere(target: string, name: string): AppError {
  return targetError(
    "target.exists",
    name,
    `There is already a file ${name} in ${target}.`,
  );
}

/** A file that is not at the target what it was here. */
export function arrivedChanged(target: string, name: string): AppError {
  return targetError(
    "target.changed",
    name,
    `${name} did not arrive in ${target} as it was sent.`,
  );
}

/** Too little room. */
export function tooLittleSpace(
  target: string,
  needed: number,
  free: number,
): AppError {
  return targetError(
    "target.full",
    target,
    `${target} has ${String(free)} bytes free; ${String(needed)} are needed.`,
  );
}
