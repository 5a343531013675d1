import { beforeAll, expect, it, vi } from "vitest";

let serverProblem: (hash: string) => string | null;
beforeAll(async () => {
  vi.stubGlobal("location", { hash: "" });
  ({ serverProblem } = await import("../../renderer/server-error.ts"));
});

it.each([
  ["#server_error:export.invalid.passkey", "invalidLink"],
  ["#server_error:export_not_done", "notDone"],
  ["#server_error:export_file_not_found", "notFound"],
  ["#server_error:not_authenticated", "notSignedIn"],
  ["#server_error:constructor", "other"],
  ["#server_error:<b>", "other"],
  ["#/exports", null],
  ["", null],
])("knows what %s means", (hash, problem) => {
  expect(serverProblem(hash)).toBe(problem);
});
