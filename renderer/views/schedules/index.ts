import { mdiCalendarClock } from "@mdi/js";
import type { View } from "../view.ts";

export const schedules: View = {
  id: "schedules",
  path: "/schedules",
  title: "schedules.title",
  icon: mdiCalendarClock,
  component: async () => (await import("./SchedulesView.vue")).default,
};
