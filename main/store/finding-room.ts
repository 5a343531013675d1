/** How much may be done at once and kept. */
export interface FindingRoom {
  /** Hits read in one go; other work of the thread gets its turn in between. */
  readonly slice: number;
  /** Bytes of the hits that are kept. A person who types asks for one after the other. */
  readonly keptBytes: number;
  /** Answers that are kept of one kind of question. */
  readonly keptAnswers: number;
  /** Hits that are put in order by themselves; of more the first are looked for along the order of all items. */
  readonly mostSorted: number;
  /** Whether all titles may be kept in their order: four bytes for each item. */
  readonly keepsOrder: boolean;
  /** Hits that are compared with each other, to show the best first. */
  readonly mostRanked: number;
  /** Items whose values are counted for facets. */
  readonly mostFaceted: number;
  /** The same for who shows the values when they come, and nothing else waits for them. */
  readonly mostFacetedPatiently: number;
}

/** On a thread that has other things to do. */
export const sharedRoom: FindingRoom = {
  // Every go begins with what SQLite needs to put all hits together, so small ones would take longer in all.
  slice: 200_000,
  keptBytes: 16 * 2 ** 20,
  keptAnswers: 100,
  mostSorted: 5_000,
  keepsOrder: false,
  mostRanked: 5_000,
  mostFaceted: 2_000,
  mostFacetedPatiently: 2_000,
};

/** On a thread that does nothing else. */
export const ownRoom: FindingRoom = {
  slice: Number.MAX_SAFE_INTEGER,
  keptBytes: 48 * 2 ** 20,
  keptAnswers: 400,
  mostSorted: 300,
  keepsOrder: true,
  // A few milliseconds.
  mostRanked: 5_000,
  mostFaceted: 2_000,
  // One or two seconds of the thread, in slices.
  mostFacetedPatiently: 200_000,
};
