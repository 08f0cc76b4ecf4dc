// Turns the text area of a filter into a builder of nested conditions that counts while one builds.
import { combobox } from './combobox.js';
import { question, setOperator } from './condition.js';
import { icon, iconButton, make, select, textButton } from './elements.js';
import { countFilter, loadChoices, loadFields } from './server.js';
import { begun, emptyGroup, isGroup, place, remove, step, wrap } from './tree.js';
import { matching } from './values.js';

const COUNT_WAIT_MS = 400;
const DEEPEST = 5;

const readTree = (text) => {
  try {
    const tree = JSON.parse(text || '{}') ?? {};
    const isFilter = typeof tree === 'object' && !Array.isArray(tree);
    return isFilter ? { match: 'all', conditions: [], ...tree } : null;
  } catch {
    return null;
  }
};

class FilterController extends window.StimulusModule.Controller {
  static targets = ['builder', 'found'];

  static values = { fields: String, choices: String, preview: String };

  async connect() {
    this.texts = JSON.parse(this.element.querySelector('script[type="application/json"]').textContent);
    this.area = this.element.querySelector('textarea');
    this.choices = loadChoices(this.choicesValue);
    try {
      this.language = await loadFields(this.fieldsValue);
    } catch {
      return; // The text area stays, which works without the builder.
    }
    this.tree = readTree(this.area.value);
    this.isText = this.tree === null;
    this.draw();
    this.count();
  }

  disconnect() {
    clearTimeout(this.timer);
    this.counting?.abort();
  }

  changed() {
    this.area.value = JSON.stringify(this.tree);
    this.area.dispatchEvent(new Event('input', { bubbles: true }));
    this.area.dispatchEvent(new Event('change', { bubbles: true }));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.count(), COUNT_WAIT_MS);
  }

  // Draws anew after a change of the tree, and gives the focus back to `member`'s tool.
  redraw(member = null, tool = '') {
    this.changed();
    this.draw();
    if (member) this.focusOn(member, tool);
  }

  focusOn(member, tool) {
    const row = [...this.builderTarget.querySelectorAll('[data-member]')].find(
      (element) => element.member === member,
    );
    row?.querySelector(tool ? `[data-tool="${tool}"]` : 'input, select, button')?.focus();
  }

  draw() {
    const switcher = textButton(
      this.isText ? 'form' : 'code',
      this.isText ? this.texts.as_form : this.texts.as_text,
      () => this.switchMode(),
    );
    this.area.hidden = !this.isText;
    this.builderTarget.replaceChildren(
      ...(this.isText ? [] : [this.group(this.tree, null, 1)]),
      make('div', { className: 'catalog-filter__switch' }, switcher),
    );
  }

  switchMode() {
    if (this.isText) {
      const tree = readTree(this.area.value);
      if (tree === null) {
        // A count that is under way would write over these words.
        this.counting?.abort();
        this.counting = null;
        this.say(this.texts.unreadable, true);
        return;
      }
      this.tree = tree;
    } else {
      this.area.value = JSON.stringify(this.tree, null, 2);
    }
    this.isText = !this.isText;
    this.draw();
    this.count();
  }

  group(group, above, depth) {
    const { texts } = this;
    const kinds = ['all', 'any', 'not_all', 'not_any'].map((kind) => [kind, texts[kind]]);
    const kind = `${group.not ? 'not_' : ''}${group.match ?? 'all'}`;
    const match = select(texts.match, kinds, kind, (chosen) => {
      group.match = chosen.replace('not_', '');
      if (chosen.startsWith('not_')) group.not = true;
      else delete group.not;
      this.changed();
    });
    const members = group.conditions.map((member, index) =>
      this.member(member, { group, index, above }, depth),
    );
    const list = make('ol', { className: 'catalog-filter__members' }, ...members);
    this.acceptDrops(list, group);
    const add = (made) => {
      group.conditions.push(made);
      this.redraw(made);
    };
    return make(
      'div',
      { className: 'catalog-filter__group' },
      make('div', { className: 'catalog-filter__head' }, match, above ? this.tools(above) : null),
      list,
      depth === 1 && !members.length
        ? make('p', { className: 'catalog-filter__empty', textContent: texts.empty })
        : null,
      make(
        'div',
        { className: 'catalog-filter__add' },
        textButton('plus', texts.add_condition, () => add({ field: '', operator: '' })),
        depth < DEEPEST
          ? textButton('folder-open-1', texts.add_group, () => add({ ...emptyGroup(), match: 'any' }))
          : null,
      ),
    );
  }

  member(member, at, depth) {
    const inner = isGroup(member)
      ? this.group(member, at, depth + 1)
      : this.condition(member, at, depth);
    const item = make('li', { dataset: { member: '' } }, inner);
    item.member = member;
    item.addEventListener('keydown', (event) => {
      const isMove = event.altKey && ['ArrowUp', 'ArrowDown'].includes(event.key);
      if (!isMove || event.defaultPrevented) return;
      event.preventDefault();
      this.move(at, event.key === 'ArrowUp');
    });
    return item;
  }

  move(at, isUp) {
    const member = at.group.conditions[at.index];
    step(at.group, at.index, at.above, isUp);
    this.redraw(member, isUp ? 'up' : 'down');
  }

  // Grip, arrows, grouping and removal of the member at a place.
  tools(at, canWrap = false) {
    const { texts } = this;
    const member = at.group.conditions[at.index];
    const button = (name, iconName, label, action) => {
      const made = iconButton(iconName, label, action);
      made.dataset.tool = name;
      return made;
    };
    const grip = make(
      'span',
      { className: 'catalog-filter__grip', draggable: true, title: texts.move },
      icon('grip'),
    );
    grip.addEventListener('dragstart', (event) => {
      this.dragged = { from: at.group, member };
      event.dataTransfer.effectAllowed = 'move';
      event.dataTransfer.setData('text/plain', '');
    });
    grip.addEventListener('dragend', () => {
      this.dragged = null;
    });
    return make(
      'div',
      { className: 'catalog-filter__tools' },
      grip,
      button('up', 'arrow-up', texts.up, () => this.move(at, true)),
      button('down', 'arrow-down', texts.down, () => this.move(at, false)),
      canWrap
        ? button('wrap', 'folder-open-1', texts.wrap, () => {
            wrap(at.group, at.index);
            this.redraw(at.group.conditions[at.index]);
          })
        : null,
      button('remove', 'bin', texts.remove, () => {
        remove(at.group, at.index);
        this.redraw();
        this.builderTarget.querySelector('.catalog-filter__add button')?.focus();
      }),
    );
  }

  acceptDrops(list, group) {
    list.addEventListener('dragover', (event) => {
      if (!this.dragged) return;
      event.preventDefault();
      event.stopPropagation();
    });
    list.addEventListener('drop', (event) => {
      if (!this.dragged) return;
      event.preventDefault();
      event.stopPropagation();
      const rows = [...list.children];
      const after = rows.findIndex((row) => {
        const box = row.getBoundingClientRect();
        return event.clientY < box.top + box.height / 2;
      });
      const { from, member } = this.dragged;
      place(from, member, group, after < 0 ? rows.length : after);
      this.redraw(member, 'up');
    });
  }

  condition(condition, at, depth) {
    const { texts, language } = this;
    const field = language.fields.find((one) => one.name === condition.field);
    const row = make('div', { className: 'catalog-filter__parts' });
    const picker = combobox({
      label: texts.field,
      text: field?.label ?? condition.field,
      placeholder: texts.choose_field,
      find: (sought) => Promise.resolve(matching(language.fields, sought)),
      onPick: (choice) => this.setField(condition, choice.value),
      texts,
    });
    row.append(picker);
    if (field) row.append(...this.question(condition, field));
    else if (condition.field) {
      row.append(make('span', { className: 'error-message', textContent: texts.unknown_field }));
    }
    return make(
      'div',
      { className: 'catalog-filter__condition' },
      row,
      this.tools(at, depth < DEEPEST),
    );
  }

  setField(condition, name) {
    if (condition.field === name) return;
    const field = this.language.fields.find((one) => one.name === name);
    const [operator] = this.language.kinds[field.kind];
    Object.keys(condition).forEach((key) => delete condition[key]);
    Object.assign(condition, { field: name });
    setOperator(condition, operator, this.language);
    this.redraw(condition, '');
    this.focusOnValue(condition);
  }

  focusOnValue(condition) {
    const row = [...this.builderTarget.querySelectorAll('[data-member]')].find(
      (element) => element.member === condition,
    );
    row?.querySelector('[data-part="operator"]')?.focus();
  }

  question(condition, field) {
    const { texts, language, choices } = this;
    const context = { condition, field, language, texts, choices, changed: () => this.changed() };
    return question(context, () => {
      this.redraw(condition);
      this.focusOnValue(condition);
    });
  }

  say(message, isError = false) {
    this.foundTarget.replaceChildren(
      make('p', { className: isError ? 'error-message' : '', textContent: message }),
    );
  }

  async count() {
    this.counting?.abort();
    const counting = new AbortController();
    this.counting = counting;
    const tree = this.isText ? readTree(this.area.value) : this.tree;
    if (tree === null) return;
    this.foundTarget.setAttribute('aria-busy', 'true');
    try {
      const answer = await countFilter(this.previewValue, begun(tree), counting.signal);
      if (this.counting === counting) this.showFound(answer);
    } catch (error) {
      if (error.name !== 'AbortError') this.say(this.texts.failed, true);
    } finally {
      if (this.counting === counting) this.foundTarget.removeAttribute('aria-busy');
    }
  }

  showFound({ error, label, examples }) {
    if (error) {
      this.say(error, true);
      return;
    }
    const links = examples.map(({ title, url }) =>
      make('li', {}, make('a', { href: url, target: '_blank', rel: 'noopener', textContent: title })),
    );
    this.foundTarget.replaceChildren(
      make('strong', { textContent: label }),
      make('ul', {}, ...links),
    );
  }
}

window.wagtail.app.register('catalog-filter', FilterController);
