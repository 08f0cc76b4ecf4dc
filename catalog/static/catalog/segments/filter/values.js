// The inputs of a condition's value, by what its field and its operator take.
import { combobox } from './combobox.js';
import { iconButton, input, make, select } from './elements.js';

const LONG_LIST = ['text', 'number', 'date'];

const asList = (value) => (Array.isArray(value) ? value : []);

// Each maker gets { condition, field, operator, fields, texts, choices, changed } of its row.
const single = (context, value, label, store) => {
  const { field, texts } = context;
  const kinds = {
    boolean: () =>
      select(label, [['', ''], ['true', texts.yes], ['false', texts.no]], String(value ?? ''), store),
    date: () => input(label, { type: 'date', value: value ?? '' }, store),
    choice: () => chooser(context, value, label, store),
    vehicle: () => chooser(context, value, label, store, true),
  };
  const isNumber = ['number', 'count', 'formula'].includes(field.kind);
  const text = () =>
    input(label, { value: value ?? '', inputMode: isNumber ? 'decimal' : 'text' }, store);
  return (kinds[field.input] ?? text)();
};

const chooser = (context, value, label, store, isFree = false) => {
  const { texts, choices, field } = context;
  const made = combobox({
    label,
    text: value ?? '',
    find: (text) => choices(field.name, text),
    onPick: (choice) => store(choice.value),
    texts,
    isFree,
    placeholder: isFree ? texts.vehicle : '',
  });
  if (value && !isFree) {
    choices.labels(field.name, [value]).then((labels) => {
      const box = made.querySelector('input');
      if (box.value === value && labels[value]) box.value = labels[value];
    });
  }
  return made;
};

const chips = (context) => {
  const { condition, changed, texts, choices, field } = context;
  const list = make('ul', { className: 'catalog-filter__chips' });
  const show = (labels) => {
    list.replaceChildren(
      ...asList(condition.value).map((value) =>
        make(
          'li',
          {},
          labels[value] ?? value,
          iconButton('cross', `${texts.remove}: ${labels[value] ?? value}`, () => {
            condition.value = condition.value.filter((other) => other !== value);
            changed();
            show(labels);
          }),
        ),
      ),
    );
  };
  const known = {};
  show(known);
  if (asList(condition.value).length) {
    choices.labels(field.name, condition.value).then((labels) => show(Object.assign(known, labels)));
  }
  const adder = combobox({
    label: texts.value,
    text: '',
    find: (text) => choices(field.name, text),
    onPick: (choice) => {
      if (!choice.value) return;
      known[choice.value] = choice.label;
      condition.value = [...new Set([...asList(condition.value), choice.value])];
      changed();
      show(known);
      adder.querySelector('input').value = '';
    },
    texts,
    isFree: field.input === 'vehicle',
  });
  return make('div', { className: 'catalog-filter__many' }, list, adder);
};

const lines = ({ condition, changed, texts }) => {
  const area = make('textarea', {
    rows: 2,
    value: asList(condition.value).join('\n'),
    placeholder: texts.one_a_line,
    aria: { label: texts.value },
  });
  area.addEventListener('input', () => {
    condition.value = area.value.split('\n').map((line) => line.trim()).filter(Boolean);
    changed();
  });
  return area;
};

const pair = (context) => {
  const { condition, changed, texts } = context;
  const value = () => [0, 1].map((place) => asList(condition.value)[place] ?? '');
  const half = (place, label) =>
    single(context, value()[place], label, (given) => {
      condition.value = value().map((old, index) => (index === place ? given : old));
      changed();
    });
  return make(
    'div',
    { className: 'catalog-filter__pair' },
    half(0, texts.lowest),
    make('span', { textContent: texts.and }),
    half(1, texts.highest),
  );
};

const counted = ({ condition, operator, changed, texts }) => {
  const unit = operator.label.includes('…') ? texts.days : texts.characters;
  const box = input(texts.value, { value: condition.value ?? '', inputMode: 'numeric' }, (given) => {
    condition.value = given.trim();
    changed();
  });
  return make('div', { className: 'catalog-filter__pair' }, box, make('span', { textContent: unit }));
};

const mode = ({ condition }) => {
  const { value } = condition;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return 'value';
  return 'formula' in value ? 'formula' : 'field';
};

const formula = (context, text, label, store) => {
  const { texts, fields } = context;
  const box = input(label, { value: text ?? '', placeholder: texts.formula_example }, store);
  const numbers = fields.filter((field) => field.comparable === 'number');
  const inserter = combobox({
    label: texts.insert_field,
    text: '',
    placeholder: texts.insert_field,
    find: (sought) => Promise.resolve(matching(numbers, sought)),
    onPick: (choice) => {
      box.value = `${box.value} ${choice.value} `.trimStart();
      inserter.querySelector('input').value = '';
      store(box.value);
      box.focus();
    },
    texts,
  });
  return make('div', { className: 'catalog-filter__formula' }, box, inserter);
};

export const matching = (fields, sought) => {
  const words = sought.toLowerCase().split(/\s+/);
  return fields
    .filter((field) =>
      words.every((word) => `${field.label} ${field.name} ${field.group}`.toLowerCase().includes(word)),
    )
    .map((field) => ({ value: field.name, label: field.label, group: field.group }));
};

const other = (context) => {
  const { condition, changed, field, fields, texts } = context;
  if (mode(context) === 'formula') {
    return formula(context, condition.value.formula, texts.formula, (text) => {
      condition.value = { formula: text };
      changed();
    });
  }
  const comparable = fields.filter(
    (one) => one.comparable === field.comparable && one.name !== field.name,
  );
  const chosen = fields.find((one) => one.name === condition.value.field);
  return combobox({
    label: texts.compare_field,
    text: chosen?.label ?? condition.value.field,
    find: (sought) => Promise.resolve(matching(comparable, sought)),
    onPick: (choice) => {
      condition.value = { field: choice.value };
      changed();
    },
    texts,
  });
};

const modes = (context, redraw) => {
  const { condition, field, operator, texts, changed } = context;
  const isSum = field.kind === 'formula' && operator.with_field;
  // An answer is hardly ever compared with another field; as text one still can.
  const isOffered = field.comparable && (field.kind !== 'choice' || mode(context) !== 'value');
  if (!isSum && !(isOffered && operator.with_field)) return null;
  const pairs = [['value', texts.compare_value]];
  if (!isSum) pairs.push(['field', texts.compare_field]);
  if (isSum || field.comparable === 'number') pairs.push(['formula', texts.compare_formula]);
  return select(texts.compare_with, pairs, mode(context), (chosen) => {
    condition.value = { value: '', field: { field: '' }, formula: { formula: '' } }[chosen];
    changed();
    redraw();
  });
};

// Everything behind the operator of a condition.
export const valueInputs = (context, redraw) => {
  const { condition, field, operator, texts, changed, periods } = context;
  const store = (value) => {
    condition.value = value;
    changed();
  };
  const takes = {
    none: () => [],
    two: () => [pair(context)],
    list: () => [LONG_LIST.includes(field.input) ? lines(context) : chips(context)],
    period: () => [select(texts.value, [['', ''], ...periods], condition.value ?? '', store)],
    count: () => [counted(context)],
    one: () => [
      modes(context, redraw),
      mode(context) === 'value'
        ? single(context, condition.value, texts.value, store)
        : other(context),
    ],
  };
  const unit = field.unit && ['one', 'two'].includes(operator.takes) && mode(context) === 'value';
  return [
    ...takes[operator.takes](),
    unit ? make('span', { className: 'catalog-filter__unit', textContent: field.unit }) : null,
  ].filter(Boolean);
};

// The value to begin with where an operator takes another kind of value than the one before.
export const emptyValue = (operator) => {
  if (operator.takes === 'none') return undefined;
  return ['list', 'two'].includes(operator.takes) ? [] : '';
};

export const formulaInput = (context) =>
  formula(context, context.condition.formula, context.texts.formula, (text) => {
    context.condition.formula = text;
    context.changed();
  });
