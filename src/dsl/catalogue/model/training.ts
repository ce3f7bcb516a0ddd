/** Settings of the `train` clause: forms, limits, and what holds where one is left out. */

export interface TrainingSetting {
  readonly name: string;
  /** What is written after its name. */
  readonly form: 'optimizer' | 'batch' | 'count' | 'days' | 'share' | 'months';
  readonly range: readonly [number, number];
  /** Legal numbers, where not all of the range are. */
  readonly only?: readonly number[];
  /** What holds where it is left out, as it would be written. */
  readonly default: string;
  readonly summary: string;
  readonly summaryZh: string;
}

/** Learning rate of an optimiser where it is left out, and its limits. */
export const LEARNING_RATE = { default: 0.005, range: [1e-7, 1] } as const;

/** In the order in which they are written. */
export const TRAINING_SETTINGS: readonly TrainingSetting[] = [
  { name: 'optimizer', form: 'optimizer', range: LEARNING_RATE.range, default: 'adam(learning_rate=0.005)', summary: 'Adam with a learning rate.', summaryZh: '优化器' },
  { name: 'batch', form: 'batch', range: [2, 10_000_000], default: '5000', summary: 'Samples of a batch, shuffled across dates; `date` takes the stocks of one day at a time.', summaryZh: '批大小' },
  { name: 'epochs', form: 'count', range: [1, 100_000], default: '100', summary: 'Most passes over the training samples.', summaryZh: '最多训练轮数' },
  { name: 'patience', form: 'count', range: [1, 100_000], default: '10', summary: 'Training ends after so many epochs without a better IC of the validation dates; the best weights are kept.', summaryZh: '早停轮数' },
  { name: 'every', form: 'days', range: [1, 250], default: '5d', summary: 'Trading days from one date of samples to the next.', summaryZh: '采样间隔' },
  { name: 'split', form: 'share', range: [0.1, 0.99], default: '80%', summary: 'Share of the dates that trains; the later ones validate.', summaryZh: '训练集占比' },
  { name: 'refit', form: 'months', range: [1, 12], only: [1, 2, 3, 4, 6, 12], default: '6mo', summary: 'Trained anew on the first trading day of every so many months, counted from January, on all samples whose label is known by then.', summaryZh: '重训周期' },
  { name: 'seeds', form: 'count', range: [1, 100], default: '3', summary: 'Trained so many times from different initial weights; the signal is the mean.', summaryZh: '随机种子数' },
];
