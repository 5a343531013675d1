import { useI18n } from "vue-i18n";
import type { Bundle } from "../../../../main/domain/catalog.ts";
import { invoke } from "../../../bridge.ts";
import { useAttempt } from "../../../use-attempt.ts";
import { useFormats } from "../../../use-formats.ts";
import type { Undo } from "./undo.ts";

/**
 * Takes the files of an item to other places and bundles.
 * @param bundles gives all bundles of the item
 * @param changed is told what was done
 */
export function useFileOrder(
  bundles: () => readonly Bundle[],
  changed: (undo: Undo) => void,
) {
  const { t } = useI18n({ useScope: "global" });
  const formats = useFormats();
  let name = "";
  const { busy, failure, attempt } = useAttempt(() => name);

  const holding = (file: number): Bundle | undefined =>
    bundles().find(({ bitstreams }) =>
      bitstreams.some(({ id }) => id === file),
    );

  return {
    failure,
    /** @param place how many of the others stand before it then; null: at the end */
    async put(file: number, to: Bundle, place: number | null): Promise<void> {
      const from = holding(file);
      const was = from?.bitstreams.findIndex(({ id }) => id === file) ?? -1;
      const one = from?.bitstreams[was];
      if (busy.value || from === undefined || one === undefined) return;
      const others = to.bitstreams.filter(({ id }) => id !== file).length;
      const at = Math.min(place ?? others, others);
      if (at < 0 || (from.id === to.id && at === was)) return;
      name = one.name ?? t("item.unnamedFile");
      await attempt(async () => {
        await invoke("files.place", {
          bitstream: file,
          bundle: to.id,
          place: at,
        });
        changed({
          file,
          words: t("filing.placed", {
            name,
            number: formats.number(at + 1),
            count: formats.number(others + 1),
            bundle: to.name,
          }),
          async undo() {
            await invoke("files.place", {
              bitstream: file,
              bundle: from.id,
              place: was,
            });
            if (from.id !== to.id && one.primary)
              await invoke("bundles.set-primary", {
                bundle: from.id,
                bitstream: file,
              });
          },
        });
      });
    },
  };
}
