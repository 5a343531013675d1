import type { Component } from "vue";

/** One room of the window. */
export interface View {
  readonly id: string;
  readonly path: string;
  /** Key of the title in the message catalogues. */
  readonly title: string;
  /** An SVG path of @mdi/js. */
  readonly icon: string;
  readonly component: () => Promise<Component>;
}
