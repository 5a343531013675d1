import { computed } from "vue";
import { useI18n } from "vue-i18n";
import { useExportKinds } from "./stores/export-kinds.ts";
import { useTargetKinds } from "./stores/target-kinds.ts";

/** What people call formats, packers and kinds of targets: in the chosen language where the window knows it. */
export function useKindTitles() {
  const { t, te } = useI18n({ useScope: "global" });
  const exportKinds = useExportKinds();
  const targetKinds = useTargetKinds();

  const named = (
    sort: "formats" | "packers" | "transports",
    list: readonly { readonly id: string; readonly title: string }[],
  ) =>
    list.map(({ id, title }) => {
      const key = `kinds.${sort}.${id.replaceAll(".", "_")}`;
      return { value: id, title: te(key) ? t(key) : title };
    });
  const formats = computed(() => named("formats", exportKinds.kinds.formats));
  const packers = computed(() => named("packers", exportKinds.kinds.packers));
  const transports = computed(() => named("transports", targetKinds.kinds));
  const titleIn = (
    list: readonly { readonly value: string; readonly title: string }[],
    id: string,
  ): string => list.find(({ value }) => value === id)?.title ?? id;

  return {
    formats,
    packers,
    transports,
    formatTitle: (id: string): string => titleIn(formats.value, id),
    packerTitle: (id: string): string => titleIn(packers.value, id),
    transportTitle: (id: string): string => titleIn(transports.value, id),
  };
}
