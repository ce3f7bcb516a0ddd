/** Messages about models: FB6xx. */
import type { Message } from '../finding.ts';

const error = (code: string, message: string, hint: string): Message => ({ code, severity: 'error', message, hint });
const warning = (code: string, message: string, hint: string): Message => ({ code, severity: 'warning', message, hint });

const meant = (near: string | null): string | null => (near === null ? null : `did you mean ${near}?`);
const list = (names: readonly string[]): string => (names.length > 8 ? `${names.slice(0, 8).join(', ')} and ${String(names.length - 8)} more` : names.join(', '));

export const models = {
  missingClauses: (clauses: readonly string[], model: string, examples: readonly string[]) => error('FB600', `model ${model} has no clause ${list(clauses)}`, `add: ${examples.join('; ')}`),
  duplicateClause: (clause: string) => error('FB601', `the clause ${clause} is written twice`, 'keep one of the two'),
  duplicateName: (name: string, kind: string) => error('FB602', `the name ${name} is taken: this model has ${kind} ${name}`, 'give one of them another name'),
  nameBelow: (kind: string, name: string) => error('FB603', `${kind} ${name} has no value here yet`, 'a clause reads those before it; move that clause up'),
  takenByOutput: (name: string) => error('FB604', `model ${name} has the name of a column that every output has: date, symbol`, 'give it another name'),
  layerHidesFunction: (name: string) => error('FB605', `layer ${name} has the name of a function, so a call of it could mean either`, 'give it another name'),
  unknownName: (name: string, near: string | null, known: readonly string[]) =>
    error('FB606', `${name} is no input, target, let or output of this model`, meant(near) ?? (known.length === 0 ? 'declare it with: let name = …' : `there are ${list(known)}`)),
  unknownFunction: (name: string, near: string | null, known: readonly string[]) => error('FB607', `${name}() is neither a layer of this model nor a function`, meant(near) ?? `functions are ${list(known)}`),
  unused: (kind: string, name: string) => warning('FB608', `${kind} ${name} is never used`, 'remove it, or use it in output or loss'),
  layerAsValue: (name: string) => error('FB609', `${name} is a layer: a set of weights, no value`, `call it on something: ${name}(x)`),
  valueCalled: (name: string, kind: string) => error('FB610', `${name} is ${kind} and not a layer`, `write ${name} without parentheses, or declare: layer ${name} = gru(units=30)`),
  functionAsValue: (name: string, form: string) => error('FB611', `${name} is a function, expected a value`, `write ${form}`),
  misplaced: (name: string, place: string, belongs: string) => error('FB612', `${name} has no place in ${place}`, belongs),
  notInModels: (found: string) => error('FB613', `${found} has no meaning in a model`, 'models are made of panels, bars, layers, and arithmetic of numbers'),
  setAsValue: (name: string) => error('FB614', `${name} is a factor or set, not a value of the network`, `bring it in: input x = panel(${name}, days=40)`),
  settingForm: (callee: string, setting: string, found: string, expected: string) => error('FB615', `${setting} of ${callee} is written as ${expected}, found ${found}`, 'it shapes the model, so it cannot be computed'),
  settingChoice: (callee: string, setting: string, found: string, choices: readonly string[], near: string | null) =>
    error('FB616', `${callee} takes no ${setting}=${found}; there are ${list(choices)}`, meant(near) ?? 'write one of these'),
  emptyList: (callee: string, setting: string, choices: readonly string[]) => error('FB617', `${setting} of ${callee} names nothing`, `choose from ${list(choices)}`),
  repeatedElement: (name: string) => error('FB618', `${name} is in this list already`, 'remove this one'),
  nameInDef: (name: string, kind: string, def: string) => error('FB619', `${name} is ${kind} of the calling model; def ${def} does not see it`, `give ${def} a parameter for it`),

  notAnInput: (found: string) => error('FB620', `an input is a panel of factors or bars, found ${found}`, 'write panel(factors, days=40) or bars(every=1d, count=40, fields=[open, close]), prepared or not'),
  valuesOfOneDay: (found: string) => error('FB621', `an input has steps, found values of one day: ${found}`, 'put it into a panel: panel(…, days=40)'),
  panelOfNothing: (found: string) => error('FB622', `${found} holds no factor: a panel has one feature or more`, 'name factors, or a set that holds some'),
  notFactors: (found: string) => error('FB623', `a panel is made of factors, found ${found}`, 'write a factor, a set, or several in brackets, prepared or not'),
  unknownFactor: (name: string, near: string | null) => error('FB624', `there is no factor or set ${name} here`, meant(near) ?? 'bring it with: use "file.factor"'),
  repeatedFactor: (name: string) => error('FB625', `the factor ${name} is in this panel already`, 'leave it out here'),
  sameNameInPanel: (name: string, first: string, second: string) => error('FB626', `two factors named ${name} are in this panel, from ${first} and ${second}`, 'rename one of them: values are stored under their name'),
  notATarget: (found: string) => error('FB627', `a target is a return of later days, found ${found}`, 'write for example zscore(forward_return(from=1, to=11, price=vwap))'),
  emptyReturn: (from: number, to: number) => error('FB628', `a return goes from a day to a later one, found from=${String(from)} to=${String(to)}`, 'from is the day of the first price and to that of the last, counted in trading days from the day of the sample'),
  fillsWithValue: (found: string) => error('FB629', `fill of a model takes a written number, found ${found}`, 'write for example fill(x, 0)'),
  notForSeries: (callee: string, found: string) => error('FB630', `${callee} goes across the stocks of one day, found ${found}`, `prepare factors with it inside: panel(${callee}(…), days=40)`),
  preparedBefore: (callee: string, found: string) => error('FB631', `${callee} divides a series as it is, found one that ${found} has prepared`, found === callee ? 'once is enough: its last step is 1 already' : `write the other steps around it: ${found}(${callee}(…))`),

  misfit: (callee: string, expected: string, found: string, hint: string) => error('FB640', `${callee} needs ${expected}, found ${found}`, hint),
  otherSize: (layer: string, expected: string, found: string) =>
    error('FB641', `layer ${layer} was called on ${expected} before and is called on ${found} here: one set of weights has one number of features`, 'declare another layer for it'),
  unlikeShapes: (operator: string, left: string, right: string) => error('FB642', `the sides of \`${operator}\` have different shapes: ${left} and ${right}`, 'both sides have one shape, or one of them is one number'),
  lossShape: (found: string) => error('FB643', `a loss is one number, found ${found}`, 'corr(x, y), mse(x, y) and mean(x) make one number of a batch'),
  outputShape: (found: string) => error('FB644', `an output is one value for each sample, [samples, 1], found ${found}`, 'dense(…, units=1) makes one value of many'),
  exponent: (found: string) => error('FB645', `an exponent in a model is a whole number from 1 to 8, found ${found}`, 'x^2 is x * x; a root has no place in a loss'),
  divisionByZero: () => error('FB646', 'a division by 0', 'divide by something else'),

  notALayer: (found: string) => error('FB650', `a layer is a function with weights, found ${found}`, 'write for example gru(units=30), dense(units=1) or batch_norm()'),
  withoutWeights: (name: string) => error('FB651', `${name} has no weights to be shared`, `call it where it is used: ${name}(…)`),
  layerGivenData: (name: string, function_: string) => error('FB652', `layer ${name} is declared without what it is called on`, `write ${function_}(…) with its settings alone, and call ${name}(x)`),
  settingOfCall: (name: string, setting: string) => error('FB653', `${setting}= belongs where layer ${name} is declared`, `a call gives a layer only what it goes over: ${name}(x)`),

  lossWithoutTarget: (target: string) => error('FB660', `the loss does not rest on the target ${target}: nothing would be learned from it`, `compare the output with it: -corr(p, ${target})`),
  lossWithoutWeights: () => error('FB661', 'the loss rests on no weights: there is nothing to train', 'a gru or a dense layer has weights'),
  outputOfTarget: (output: string, target: string, to: number) => error('FB662', `output ${output} rests on the target ${target}, which is known ${String(to)} trading days later`, 'only the loss may read the target'),
  outputWithoutWeights: (output: string) => error('FB663', `output ${output} rests on no weights: training would not change it`, 'a gru or a dense layer has weights'),
  untrained: (layers: readonly string[]) => error('FB664', `the output rests on ${list(layers)}, but the loss does not: ${layers.length === 1 ? 'its weights' : 'their weights'} would keep their initial values`, 'bring the part of the output that they make into the loss'),

  unknownSetting: (name: string, near: string | null, known: readonly string[]) => error('FB680', `train has no setting ${name}`, meant(near) ?? `its settings are ${list(known)}`),
  duplicateSetting: (name: string) => error('FB681', `the setting ${name} is written twice`, 'keep one of the two'),
  trainForm: (name: string, found: string, expected: string, usual: string) => error('FB682', `${name} is written as ${expected}, found ${found}`, `left out, it is ${usual}`),
  trainRange: (name: string, found: string, allowed: string, usual: string) => error('FB683', `${name} is ${allowed}, found ${found}`, `left out, it is ${usual}`),
  unknownOptimizer: (found: string) => error('FB684', `${found} is no optimizer, expected adam`, 'write adam(learning_rate=0.005)'),
  patienceWithoutEffect: (patience: number, epochs: number) => warning('FB685', `training never ends early: patience ${String(patience)} is not less than epochs ${String(epochs)}`, 'write a smaller patience, or more epochs'),
  learnsOpposite: (callee: string, written: string) => warning('FB686', callee === 'corr' ? `the loss grows with ${written}: training makes it small, so the output learns the opposite of the target` : `the loss falls as ${written} grows: training drives the output away from the target`, callee === 'corr' ? `write -${written}` : `write ${written} without the minus`),
} as const;
