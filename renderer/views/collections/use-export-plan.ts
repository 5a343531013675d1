import { computed, ref, shallowRef } from "vue";
import type { Retention } from "../../../main/domain/export-definition.ts";
import type {
  ExportOptions,
  RestrictedChoice,
} from "../../../main/domain/run.ts";
import type { DefinitionInput } from "../../../preload/contract.ts";
import {
  scheduleOf,
  usualSchedule,
} from "../../components/plan/schedule-draft.ts";
import {
  fieldsOf,
  inputOf,
  type TargetDraft,
} from "../../components/plan/target-draft.ts";
import { useTargetKinds } from "../../stores/target-kinds.ts";
import type { ExportChoice } from "./export-choice.ts";

const usualRetention: Retention = { keepLast: 10, keepDays: null };

/** What a person decides about an export before it starts; all of it has a value that suits most. */
export function useExportPlan() {
  const targetKinds = useTargetKinds();
  const format = ref("saf");
  const packer = ref("zip");
  const volumeBytes = ref<number | null>(null);
  const migrate = ref(false);
  const withoutFiles = ref(false);
  const withdrawn = ref(false);
  /** Null where nobody has chosen: what is restricted is packed as everything else. */
  const restricted = ref<RestrictedChoice | null>(null);
  const incremental = ref(false);
  const targets = shallowRef<readonly TargetDraft[]>([]);
  const when = ref<"now" | "later" | "regularly">("now");
  const schedule = shallowRef(usualSchedule);
  const retention = shallowRef(usualRetention);
  const name = ref("");
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

  /** What is delivered, or done again, has to be kept under a name. */
  const saved = computed(
    () => when.value !== "now" || targets.value.length > 0,
  );
  const times = computed(() => scheduleOf(schedule.value));
  const options = computed<ExportOptions>(() => ({
    format: format.value,
    packer: packer.value,
    migrate: migrate.value,
    bitstreams: !withoutFiles.value,
    withdrawn: withdrawn.value,
    verify: true,
    ...(volumeBytes.value === null ? {} : { volumeBytes: volumeBytes.value }),
    ...(restricted.value === null ? {} : { restricted: restricted.value }),
  }));

  function reset(): void {
    format.value = "saf";
    packer.value = "zip";
    volumeBytes.value = null;
    migrate.value = false;
    withoutFiles.value = false;
    withdrawn.value = false;
    restricted.value = null;
    incremental.value = false;
    targets.value = [];
    when.value = "now";
    schedule.value = usualSchedule;
    retention.value = usualRetention;
  }

  /** What is kept when the export is saved. */
  const definitionOf = (choice: ExportChoice): DefinitionInput => ({
    ...choice.input,
    name: name.value.trim(),
    options: options.value,
    schedules:
      when.value === "regularly" && times.value !== null ? [times.value] : [],
    timeZone,
    retention: retention.value,
    ...(incremental.value ? { incremental: true } : {}),
    targets: targets.value.map((draft) => {
      const kind = targetKinds.kinds.find(({ id }) => id === draft.transport);
      return inputOf(draft, kind === undefined ? [] : fieldsOf(kind));
    }),
  });

  return {
    format,
    packer,
    volumeBytes,
    migrate,
    withoutFiles,
    withdrawn,
    restricted,
    incremental,
    targets,
    when,
    schedule,
    retention,
    name,
    timeZone,
    saved,
    times,
    options,
    reset,
    definitionOf,
  };
}
