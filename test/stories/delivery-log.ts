export type Importance = 'important' | 'unimportant';
