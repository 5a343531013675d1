import type { FastifyRequest } from "fastify";
import type { AccountView } from "../../../core/accounts.ts";
import type { ApiContext } from "../../api-context.ts";
import { signedInAccount } from "./asked.ts";
import { apiRefusal, userRefusal } from "./refusal.ts";

/**
 * Who asks for which export, which is theirs; first the id is looked at, then the session, then whose it is.
 * @throws EasydbRefusal; AppError definition.not-found
 */
export async function askedExport(
  context: ApiContext,
  request: FastifyRequest,
): Promise<{ owner: AccountView; id: number }> {
  const text = (request.params as Partial<Record<string, string>>)["id"];
  if (text === undefined || !/^[1-9][0-9]*$/.test(text))
    throw apiRefusal("invalid_value", "The id has to be a positive integer.");
  const owner = await signedInAccount(context, request);
  // More digits than any id will ever have: none can be exact.
  if (!Number.isSafeInteger(Number(text)))
    throw userRefusal("export_not_found", { id: text }, 404);
  context.easydbExports.get(owner.id, Number(text));
  return { owner, id: Number(text) };
}
