import type { ErrorView } from "../../../domain/errors.ts";
import type { EasydbError } from "./refusal.ts";

const user: Partial<Record<ErrorView["code"], string>> = {
  "access.unauthenticated": "not_authenticated",
  "log-in.refused": "login_failed",
  "log-in.throttled": "login_blocked",
  "definition.running": "export_already_running",
};
const api: Partial<Record<ErrorView["code"], string>> = {
  "method.not-allowed": "invalid_request_method",
  "route.not-found": "invalid_api",
  "selection.too-large": "invalid_value",
};

/** What the rest of the program says, in the words of this dialect (easydb.md section 2). */
export function errorBody(status: number, error: ErrorView): EasydbError {
  if (error.code === "definition.not-found")
    return {
      realm: "user",
      code: "error.user.export_not_found",
      parameters: { id: error.object ?? "" },
    };
  if (error.code === "definition.name-taken")
    return {
      realm: "user",
      code: "error.user.integrity_constraint_violation",
      parameters: { constraint: "export_name" },
    };
  const known = user[error.code];
  if (known !== undefined)
    return { realm: "user", code: `error.user.${known}`, parameters: {} };
  const asked = api[error.code];
  // What a run was asked for can be wrong, too.
  if (status < 500 || asked !== undefined) {
    return {
      realm: "api",
      code: `error.api.${asked ?? (error.kind === "invalid" ? "invalid_value" : "generic")}`,
      parameters: {},
      description: error.message,
    };
  }
  // The log knows it by the same id.
  const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(
    error.message,
  )?.[0];
  return {
    realm: "server",
    code: "error.server.generic",
    parameters: {},
    description: error.message,
    ...(uuid === undefined ? {} : { uuid }),
  };
}
