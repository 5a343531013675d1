import { Compile } from "typebox/compile";
import { createJsonElements } from "../../domain/json-elements.ts";
import {
  itemsName,
  jsonItem,
  longestJsonItem,
} from "../../domain/json-package.ts";
import { onDemand } from "../../domain/on-demand.ts";
import { listRules } from "../list-rules.ts";
import type { EntryFollower } from "../package-check.ts";

/** Made when the first item is looked at: threads that pack never look. */
const validator = onDemand(() => Compile(jsonItem));
/** Faults that are named one by one. */
const mostNamed = 5;

/** The rules of JSON packages: `items.json` is an array of items as this version writes them. */
export const jsonRules = listRules(itemsName, followItems);

/** Looks at the items one by one; the facts are their number and whether they are ours. */
function followItems(): EntryFollower & { readonly ours: () => boolean } {
  const faults: string[] = [];
  let items = 0;
  let wrong = 0;
  let broken = false;
  const elements = createJsonElements((element) => {
    items += 1;
    if (isItem(element)) return;
    wrong += 1;
    if (wrong <= mostNamed)
      faults.push(
        `Item ${String(items)} is not as this version of Holdall writes it.`,
      );
  }, longestJsonItem);
  const guarded = (work: () => void) => {
    if (broken) return;
    try {
      work();
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof RangeError))
        throw error;
      broken = true;
      faults.push(`It cannot be read as a list of items: ${error.message}`);
    }
  };
  return {
    update(bytes) {
      guarded(() => {
        elements.update(bytes);
      });
    },
    ours: () => items === 0 || wrong < items,
    end() {
      guarded(elements.end);
      if (wrong > mostNamed)
        faults.push(
          wrong - mostNamed === 1
            ? "So is one more item."
            : `So are ${String(wrong - mostNamed)} more items.`,
        );
      return { faults, facts: [String(items)] };
    },
  };
}

function isItem(element: Uint8Array): boolean {
  try {
    return validator().Check(
      JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(element)),
    );
  } catch {
    return false;
  }
}
