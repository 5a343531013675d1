import { computed, reactive } from "vue";
import type {
  ExportDefinition,
  Retention,
} from "../../../main/domain/export-definition.ts";
import type { DefinitionInput } from "../../../preload/contract.ts";
import {
  draftOfOptions,
  optionsOf,
  usualOptions,
  type OptionsDraft,
} from "../../components/plan/plan-options.ts";
import {
  scheduleOf,
  usualSchedule,
  type ScheduleDraft,
} from "../../components/plan/schedule-draft.ts";
import type { TargetDraft } from "../../components/plan/target-draft.ts";
import {
  noWebhook,
  webhookOf,
  type OwnWebhook,
} from "../../components/plan/webhook-draft.ts";
import { useRetentionDefault } from "../../stores/retention-default.ts";
import { useTargetInputs } from "../../components/plan/use-target-inputs.ts";
import type { ExportChoice } from "./export-choice.ts";

/** What a person decides about an export before it starts; all of it has a value that suits most. */
interface PlanDraft {
  options: OptionsDraft;
  incremental: boolean;
  targets: readonly TargetDraft[];
  when: "now" | "later" | "regularly";
  schedule: ScheduleDraft;
  retention: Retention;
  webhook: OwnWebhook;
  name: string;
  /** The saved export whose settings were taken; null for the usual ones. */
  like: number | null;
}

const usual = (retention: Retention): PlanDraft => ({
  options: { ...usualOptions },
  incremental: false,
  targets: [],
  when: "now",
  schedule: usualSchedule,
  retention,
  webhook: noWebhook,
  name: "",
  like: null,
});

export const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The plan of an export, as a form fills it in. */
export function useExportPlan() {
  const retentionDefault = useRetentionDefault();
  const fresh = (): PlanDraft => usual(retentionDefault.retention);
  const plan = reactive(fresh());
  const targetInputs = useTargetInputs();
  const options = computed(() => optionsOf(plan.options));
  const times = computed(() => scheduleOf(plan.schedule));

  return {
    plan,
    options,
    times,
    /** What is delivered, or done again, has to be kept under a name. */
    saved: computed(() => plan.when !== "now" || plan.targets.length > 0),
    reset(): void {
      Object.assign(plan, fresh());
      const before = plan.retention;
      // The usual rules may have changed since; what was chosen meanwhile stays.
      retentionDefault.load().then(
        (retention) => {
          if (plan.retention === before) plan.retention = retention;
        },
        () => undefined,
      );
    },
    /** Takes over the settings of a saved export, or the usual ones: how it is packed and kept, not what and when. */
    startFrom(definition: ExportDefinition | null): void {
      const { options: usualOnes, retention } = fresh();
      plan.like = definition?.id ?? null;
      plan.options =
        definition === null
          ? usualOnes
          : draftOfOptions(definition.plan.options);
      plan.incremental = definition?.plan.incremental ?? false;
      plan.retention = definition?.retention ?? retention;
    },
    /** What is kept when the export is saved. */
    definitionOf: (choice: ExportChoice): DefinitionInput => ({
      ...choice.input,
      name: plan.name.trim(),
      options: options.value,
      schedules:
        plan.when === "regularly" && times.value !== null ? [times.value] : [],
      timeZone,
      retention: plan.retention,
      ...(plan.incremental ? { incremental: true } : {}),
      targets: targetInputs(plan.targets),
      ...(plan.webhook.url.trim() === ""
        ? {}
        : { webhook: webhookOf(plan.webhook) }),
    }),
  };
}
