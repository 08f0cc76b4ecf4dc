// The question of one condition behind its field: what narrows it, how it is compared, with what.
// The builder of segments has many of them, the listing's filter one.
import { make, select } from './elements.js';
import { emptyValue, formulaInput, valueInputs } from './values.js';

export const setOperator = (condition, name, language) => {
  const before = language.operators[condition.operator];
  const operator = language.operators[name];
  condition.operator = name;
  if (before?.takes === operator.takes) return;
  const value = emptyValue(operator);
  if (value === undefined) delete condition.value;
  else condition.value = value;
};

const parameters = ({ condition, field, changed }) =>
  field.parameters.map(({ name, label, open, choices }) =>
    select(label, [['', open], ...choices], condition[name] ?? '', (chosen) => {
      if (chosen) condition[name] = chosen;
      else delete condition[name];
      changed();
    }),
  );

// `context` is { condition, field, language, texts, choices, changed }; `redraw` draws it anew where
// other inputs are needed.
export const question = (context, redraw) => {
  const { condition, field, language, texts } = context;
  const names = language.kinds[field.kind];
  const pairs = names.map((name) => [name, language.operators[name].label]);
  const chooser = select(texts.operator, pairs, condition.operator, (chosen) => {
    setOperator(condition, chosen, language);
    redraw();
  });
  chooser.dataset.part = 'operator';
  const valueContext = {
    ...context,
    operator: language.operators[condition.operator] ?? language.operators[names[0]],
    fields: language.fields,
    periods: language.periods,
  };
  const value = make(
    'div',
    { className: 'catalog-filter__value' },
    ...valueInputs(valueContext, redraw),
  );
  const sum = field.kind === 'formula' ? formulaInput(valueContext) : null;
  return [...parameters(context), sum, chooser, value].filter(Boolean);
};
