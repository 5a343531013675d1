import { expect, it } from "vitest";
import type { Answer } from "./api-server.ts";
import { roles, type Role } from "./role-world.ts";

/** The status each role gets. */
export type Expected = Readonly<Record<Role, number>>;

/** The same for all roles but those named. */
export function everybody(
  status: number,
  but: Partial<Record<Role, number>> = {},
): Expected {
  return {
    R: status,
    M: status,
    K: status,
    S: status,
    O: status,
    A: status,
    ...but,
  };
}

/** A status for some roles; the others may not, and nobody has to sign in first. */
export function only(status: number, ...allowed: readonly Role[]): Expected {
  return {
    ...everybody(403, { A: 401 }),
    ...Object.fromEntries(allowed.map((role) => [role, status])),
  };
}

/** What is asked, with the section of dspace.md, and what each role is told. */
export type RoleRow = readonly [
  what: string,
  ask: (role: Role) => Promise<Answer>,
  expected: Expected,
];

/** A test for each role of each row. */
export function testRoles(rows: readonly RoleRow[]): void {
  for (const [what, ask, expected] of rows)
    it.each(roles)(`${what} as %s`, async (role) => {
      const answer = await ask(role);
      expect(answer.status, answer.text).toBe(expected[role]);
    });
}
