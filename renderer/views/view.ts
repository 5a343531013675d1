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
  /** Addresses below its own, each with a page for one thing that the room holds. */
  readonly pages?: readonly Page[];
}

/** A page of a room that shows one thing. */
interface Page {
  readonly id: string;
  readonly path: string;
  readonly component: () => Promise<Component>;
}
