import type { Page } from "playwright-core";
import type {
  CommandName,
  Commands,
  Holdall,
  Reply,
} from "../../../preload/contract.ts";

/** What the preload gave the page. */
export type PageWindow = Window & { readonly holdall: Holdall };

/** Asks as a script of the page would. */
export function ask<Name extends CommandName>(
  page: Page,
  name: Name,
  input: Commands[Name]["input"],
): Promise<Reply<Commands[Name]["output"]>>;
export function ask(
  page: Page,
  name: unknown,
  input: unknown,
): Promise<Reply<unknown>>;
export function ask(
  page: Page,
  name: unknown,
  input: unknown,
): Promise<Reply<unknown>> {
  return page.evaluate(
    ([asked, given]) =>
      (window as unknown as PageWindow).holdall.invoke(
        asked as never,
        given as never,
      ),
    [name, input],
  );
}

/** As {@link ask}, for what has to succeed. */
export async function get<Name extends CommandName>(
  page: Page,
  name: Name,
  input: Commands[Name]["input"],
): Promise<Commands[Name]["output"]> {
  const reply = await ask(page, name, input);
  if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`);
  return reply.value;
}
