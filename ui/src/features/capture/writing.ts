/** What is being written on the badge right now; single keys rest meanwhile. */
export type Writing = 'nothing' | 'note' | 'tag';
