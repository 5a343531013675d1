import { useI18n } from "vue-i18n";
import type { Retention } from "../../../main/domain/export-definition.ts";
import type { OptionsDraft } from "./plan-options.ts";
import type { OwnWebhook } from "./webhook-draft.ts";
import { useFormats } from "../../use-formats.ts";
import { useKindTitles } from "../../use-kind-titles.ts";

/** What is chosen in the folded parts of a plan, in a few words each. */
export function usePlanWords() {
  const { t } = useI18n({ useScope: "global" });
  const formats = useFormats();
  const titles = useKindTitles();

  return {
    packing: (packer: string, volumeBytes: number | null): string =>
      [
        titles.packerTitle(packer),
        ...(volumeBytes === null
          ? []
          : [t("editor.volumesOf", { size: formats.bytes(volumeBytes) })]),
      ].join(", "),

    content: ({ versions, links, rehearse, migrate }: OptionsDraft): string => {
      const words = [
        ...(versions ? [t("editor.withVersions")] : []),
        ...(links === 0
          ? []
          : [t("editor.withLinks", { n: formats.number(links) }, links)]),
        ...(rehearse && !migrate ? [t("editor.rehearsed")] : []),
      ];
      return words.length === 0 ? t("editor.asUsual") : words.join(", ");
    },

    where: (targets: number): string =>
      targets === 0
        ? t("editor.nowhere")
        : t("editor.targets", { n: formats.number(targets) }, targets),

    told: ({ url }: OwnWebhook): string =>
      url.trim() === ""
        ? t("ownWebhook.nobody")
        : URL.canParse(url.trim())
          ? new URL(url.trim()).host
          : url.trim(),

    kept: ({ keepLast, keepDays }: Retention): string =>
      [
        keepLast === null
          ? t("editor.keepsAll")
          : t("editor.keepsLast", { n: formats.number(keepLast) }, keepLast),
        ...(keepDays === null
          ? []
          : [t("editor.keepsDays", { n: formats.number(keepDays) }, keepDays)]),
      ].join(", "),
  };
}
