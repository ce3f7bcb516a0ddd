/** What items and clauses are for, and how they are written: what editors offer and explain. */
import type { FactorClause, Item, ModelClause } from '../syntax.ts';

export interface FormEntry {
  /** What is written, with `<…>` where something has to be filled in. */
  readonly form: string;
  readonly summary: string;
  readonly summaryZh: string;
  /** May stand there more than once. */
  readonly isRepeatable?: true;
}

export const ITEM_FORMS: Readonly<Record<Item['kind'], FormEntry>> = {
  use: { form: 'use "<file>"', summary: 'Brings the names of another file.', summaryZh: '引用另一文件中的名称', isRepeatable: true },
  def: { form: 'def <name>(<x>) = <mean(x)>', summary: 'Names an expression that several factors share; it reads the columns of its caller.', summaryZh: '定义可复用的表达式', isRepeatable: true },
  set: { form: 'set <name> { <members> }', summary: 'Names several factors: by name, or by pattern as "minute/*.factor".', summaryZh: '因子集合', isRepeatable: true },
  factor: { form: '/// <名称> · <Meaning>\nfactor <name> {\n  from <minute>\n  direction <+1>\n  value <mean(ret)>\n}', summary: 'One number for each stock and day.', summaryZh: '因子', isRepeatable: true },
  model: {
    form: '/// <名称> · <Meaning>\nmodel <name> {\n  input x = panel(fill(zscore(<factors>), 0), days=<40>)\n  target y = zscore(forward_return(from=1, to=<11>, price=vwap))\n  let h = gru(x, units=<30>)\n  output p = dense(batch_norm(h), units=1)\n  loss -corr(p, y)\n  train {\n    optimizer adam(learning_rate=0.005)\n    batch 5000\n  }\n}',
    summary: 'A network, what it reads and learns, and how it is trained.',
    summaryZh: '模型',
    isRepeatable: true,
  },
};

/** In the order in which they are written. */
export const FACTOR_FORMS: Readonly<Record<FactorClause['kind'], FormEntry>> = {
  from: { form: 'from <minute>', summary: 'The table whose columns go by their bare names.', summaryZh: '数据表' },
  direction: { form: 'direction <+1>', summary: '+1 if large values promise gains, -1 if small ones do.', summaryZh: '因子方向' },
  unit: { form: 'unit <CNY>', summary: 'Unit of the value; without it the value is a plain number.', summaryZh: '因子值的单位' },
  known: { form: 'known <10:00>', summary: 'A promise of when the value is known, which is verified.', summaryZh: '因子值的可知时间' },
  let: { form: 'let <name> = <expression>', summary: 'Names an expression for the clauses below.', summaryZh: '中间变量', isRepeatable: true },
  value: { form: 'value <expression>', summary: 'The factor: one number for each stock and day.', summaryZh: '因子值' },
};

/** In the order in which they are written. */
export const MODEL_FORMS: Readonly<Record<ModelClause['kind'], FormEntry>> = {
  input: { form: 'input <x> = <panel(factors, days=40)>', summary: 'What the network reads: factors or bars of the last days.', summaryZh: '输入', isRepeatable: true },
  target: { form: 'target <y> = zscore(forward_return(from=<1>, to=<11>, price=vwap))', summary: 'What it learns: the one place that sees later days.', summaryZh: '预测目标' },
  layer: { form: 'layer <shared> = <gru(units=30)>', summary: 'One set of weights, however often it is called.', summaryZh: '共享层', isRepeatable: true },
  let: { form: 'let <h> = <gru(x, units=30)>', summary: 'Names a value of the network.', summaryZh: '中间变量', isRepeatable: true },
  output: { form: 'output <p> = <dense(h, units=1)>', summary: 'The signal: one number for each stock and day.', summaryZh: '输出' },
  loss: { form: 'loss <-corr(p, y)>', summary: 'What training makes as small as it can.', summaryZh: '损失函数' },
  train: { form: 'train {\n    optimizer adam(learning_rate=<0.005>)\n    batch <5000>\n  }', summary: 'How it is trained; every setting has a default.', summaryZh: '训练设置' },
};
