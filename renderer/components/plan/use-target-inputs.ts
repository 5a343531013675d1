import type { TargetInput } from "../../../main/domain/delivery-record.ts";
import { useTargetKinds } from "../../stores/target-kinds.ts";
import { fieldsOf, inputOf, type TargetDraft } from "./target-draft.ts";

/** Turns forms of targets into what commands take, by what their kinds want to know. */
export function useTargetInputs() {
  const targetKinds = useTargetKinds();
  return (drafts: readonly TargetDraft[]): TargetInput[] =>
    drafts.map((draft) => {
      const kind = targetKinds.kinds.find(({ id }) => id === draft.transport);
      return inputOf(draft, kind === undefined ? [] : fieldsOf(kind));
    });
}
