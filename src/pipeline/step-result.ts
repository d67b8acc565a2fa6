// How the steps of a lane answer, so that the drain knows whether to go on, wait or rest.

/** What one step of the lane came to; `wait` names the earliest time at which trying again makes sense. */
export type StepResult =
  | { readonly did: 'something' }
  | { readonly did: 'nothing' }
  | { readonly did: 'wait'; readonly until: Date };
