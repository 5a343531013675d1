/** The ways a caller can react to an expected failure. */
export type ErrorKind =
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "not-found"
  | "conflict"
  | "unavailable"
  | "failed";

/** Every expected failure of the product: its code and how a caller can react to it. */
export const errorKinds = {
  "input.invalid": "invalid",
  "usage.invalid": "invalid",
  "access.denied": "forbidden",
  "access.unauthenticated": "unauthenticated",
  "account.exists": "conflict",
  "account.not-found": "not-found",
  "account.password-weak": "invalid",
  "api-key.not-found": "not-found",
  "archive.damaged": "failed",
  "archive.entry-invalid": "failed",
  "archive.expired": "not-found",
  "archive.not-recognised": "invalid",
  "archive.unsafe": "failed",
  "asker.gone": "unavailable",
  "basket.full": "conflict",
  "bitstream.damaged": "failed",
  "bitstream.missing": "failed",
  "catalog.busy": "unavailable",
  "catalog.damaged": "failed",
  "catalog.newer-version": "unavailable",
  "catalog.not-recognised": "unavailable",
  "catalog.other-build": "unavailable",
  "collection.ambiguous": "invalid",
  "collection.not-found": "not-found",
  "community.ambiguous": "invalid",
  "community.not-found": "not-found",
  "content.mismatch": "conflict",
  "content.other": "conflict",
  "data-folder.unusable": "unavailable",
  "csrf.invalid": "forbidden",
  "definition.changed": "conflict",
  "definition.name-taken": "conflict",
  "definition.not-found": "not-found",
  "definition.running": "conflict",
  "delivery.impossible": "conflict",
  "delivery.not-found": "not-found",
  "delivery.not-failed": "conflict",
  "disk.full": "failed",
  "export.one-at-a-time": "conflict",
  "export.running": "conflict",
  "field.not-registered": "invalid",
  "file.exists": "conflict",
  "file.not-found": "not-found",
  "file.unreadable": "failed",
  "file.unwritable": "failed",
  "format.unknown": "invalid",
  "group.exists": "conflict",
  "group.not-found": "not-found",
  "handle.taken": "conflict",
  "host.refused": "forbidden",
  "import.refused": "failed",
  "item.exists": "conflict",
  "item.invalid": "invalid",
  "item.not-found": "not-found",
  "keychain.unavailable": "unavailable",
  "log-in.refused": "unauthenticated",
  "log-in.throttled": "unavailable",
  "media-type.unsupported": "invalid",
  "method.not-allowed": "invalid",
  "object.changed": "conflict",
  "object.not-found": "not-found",
  "origin.refused": "forbidden",
  "packer.unknown": "invalid",
  "port.unusable": "unavailable",
  "registry.taken": "conflict",
  "rehearsal.impossible": "invalid",
  "rehearsal.running": "conflict",
  "range.impossible": "invalid",
  "request.head-too-large": "invalid",
  "request.impossible": "invalid",
  "request.too-large": "invalid",
  "request.too-slow": "unavailable",
  "reveal.unavailable": "unavailable",
  "route.not-found": "not-found",
  "run.cancelled": "failed",
  "run.failed": "failed",
  "run.not-found": "not-found",
  "run.not-remembered": "not-found",
  "run.nothing-to-retry": "conflict",
  "run.not-running": "conflict",
  "run.running": "conflict",
  "saved-search.name-taken": "conflict",
  "saved-search.not-found": "not-found",
  "saved-search.too-many": "conflict",
  "schedule.invalid": "invalid",
  "selection.empty": "invalid",
  "selection.too-large": "invalid",
  "server.busy": "unavailable",
  "server.unreachable": "unavailable",
  "session.ended": "unauthenticated",
  "set-up.done": "conflict",
  "source.name-taken": "conflict",
  "source.not-found": "not-found",
  "source.unknown": "invalid",
  "upload.not-found": "not-found",
  "target.busy": "failed",
  "target.changed": "failed",
  "target.exists": "conflict",
  "target.full": "failed",
  "target.interrupted": "failed",
  "target.login-failed": "failed",
  "target.not-trusted": "failed",
  "target.refused": "failed",
  "target.settings-invalid": "invalid",
  "target.tool-missing": "failed",
  "target.unreachable": "failed",
  "transport.unknown": "invalid",
  "uuid.taken": "conflict",
  "link.dead": "failed",
  "verification.failed": "failed",
  "update.failed": "failed",
  "update.settings-invalid": "invalid",
  "webhook.failed": "failed",
  "webhook.settings-invalid": "invalid",
  "xml.invalid": "invalid",
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof errorKinds;

export interface ErrorDetails {
  /** The object the failure concerns, as a person would name it (a path, an entry, a handle, a uuid). */
  readonly object?: string;
  /** What the person can do about it, one sentence. */
  readonly remedy?: string;
  /** Seconds after which it is worth trying again. */
  readonly retryAfter?: number;
  readonly cause?: unknown;
}

/** An expected failure. Anything else that is thrown is a bug. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  readonly object: string | undefined;
  readonly remedy: string | undefined;
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    this.code = code;
    this.object = details.object;
    this.remedy = details.remedy;
    this.retryAfter = details.retryAfter;
  }

  get kind(): ErrorKind {
    return errorKinds[this.code];
  }
}

/** An error as data: what crosses threads, IPC and HTTP, and what is kept with a failed run. */
export interface ErrorView {
  readonly code: ErrorCode | "internal";
  readonly kind: ErrorKind;
  readonly message: string;
  readonly object?: string;
  readonly remedy?: string;
}

/** Turns anything thrown into data. A bug becomes `internal`; its message is for the log, not for the caller. */
export function toErrorView(error: unknown): ErrorView {
  if (error instanceof AppError) {
    return {
      code: error.code,
      kind: error.kind,
      message: error.message,
      ...(error.object === undefined ? {} : { object: error.object }),
      ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
    };
  }
  return {
    code: "internal",
    kind: "failed",
    message: error instanceof Error ? error.message : String(error),
  };
}

/** The reverse of {@link toErrorView}, for errors that come back from a thread. */
export function fromErrorView(view: ErrorView): Error {
  if (view.code === "internal") return new Error(view.message);
  return new AppError(view.code, view.message, view);
}

/** Narrows a caught value to a Node system error with its code (ENOSPC, EACCES, ...). */
export function systemErrorCode(error: unknown): string | undefined {
  if (
    error instanceof Error &&
    "code" in error &&
    typeof error.code === "string"
  ) {
    return error.code;
  }
  return undefined;
}

/** Maps a file-system failure to the product's error, naming the file. Other errors are returned unchanged. */
export function fromSystemError(
  error: unknown,
  path: string,
  doing: "read" | "write",
): unknown {
  if (error instanceof AppError) return error;
  const code = systemErrorCode(error);
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return new AppError(
        "disk.full",
        `The disk is full: ${path} could not be written.`,
        {
          object: path,
          remedy:
            "Free some space on that disk or choose another folder, then run it again.",
          cause: error,
        },
      );
    case "EFBIG":
      return new AppError(
        "file.unwritable",
        `${path} would become larger than files may be there.`,
        {
          object: path,
          remedy:
            "Cut the export into volumes, or choose a disk that takes larger files.",
          cause: error,
        },
      );
    case "ENOENT":
      return doing === "read"
        ? new AppError("file.not-found", `There is no file ${path}.`, {
            object: path,
            cause: error,
          })
        : new AppError(
            "file.unwritable",
            `The folder of ${path} does not exist (any more).`,
            {
              object: path,
              remedy:
                "Make the folder or choose another one, then run it again.",
              cause: error,
            },
          );
    case "EACCES":
    case "EPERM":
    case "EROFS":
    case "EISDIR":
    case "ENOTDIR":
    case "EIO":
    case "EMFILE":
    case "ENAMETOOLONG":
    case "ELOOP":
      return new AppError(
        doing === "read" ? "file.unreadable" : "file.unwritable",
        `${path} cannot be ${doing === "read" ? "read" : "written"} (${code}).`,
        {
          object: path,
          remedy: "Check the permissions of the file and its folder.",
          cause: error,
        },
      );
    default:
      return error;
  }
}
