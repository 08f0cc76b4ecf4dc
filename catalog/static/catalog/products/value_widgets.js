// The inputs of attribute values: measures, long lists of options, tables.
(() => {
  const { Controller } = window.StimulusModule;

  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  const changed = (element) =>
    ['input', 'change'].forEach((type) => element.dispatchEvent(new Event(type, { bubbles: true })));

  // Shows the amount in the standard unit of the attribute.
  class MeasureController extends Controller {
    static targets = ['hint'];

    static values = { standard: String, factors: Object };

    connect() {
      this.show();
    }

    show() {
      const [amount, unit] = this.element.querySelectorAll('input, select');
      const factor = this.factorsValue[unit.value];
      const isForeign = factor && unit.value !== this.standardValue && amount.value.trim() !== '';
      const converted = isForeign
        ? (Number(amount.value) * factor[0] + Number(factor[1])) / factor[2]
        : NaN;
      this.hintTarget.hidden = Number.isNaN(converted);
      this.hintTarget.textContent = `= ${Number(converted.toPrecision(9))} ${this.standardValue}`;
    }
  }

  // A select that holds the chosen options, with a box that searches for the others.
  class OptionsController extends Controller {
    static values = {
      url: String,
      search: String,
      none: String,
      more: String,
      failed: String,
      remove: String,
    };

    connect() {
      this.select = this.element.querySelector('select');
      this.select.hidden = true;
      const id = this.select.id;
      this.chosen = make('ul', { className: 'catalog-options__chosen' });
      this.list = make('ul', { id: `${id}-list`, className: 'catalog-options__list', hidden: true });
      this.list.setAttribute('role', 'listbox');
      this.box = make('input', { type: 'text', autocomplete: 'off', placeholder: this.searchValue });
      this.box.setAttribute('role', 'combobox');
      this.box.setAttribute('aria-expanded', 'false');
      this.box.setAttribute('aria-autocomplete', 'list');
      this.box.setAttribute('aria-controls', this.list.id);
      this.box.setAttribute('aria-labelledby', `${id}-label`);
      this.status = make('p', { className: 'catalog-options__status' });
      this.status.setAttribute('role', 'status');
      this.parts = [this.chosen, this.box, this.list, this.status];
      this.element.append(...this.parts);
      this.box.addEventListener('input', () => this.searchSoon());
      this.box.addEventListener('focus', () => this.searchSoon(0));
      this.box.addEventListener('blur', () => this.close());
      this.box.addEventListener('keydown', (event) => this.press(event));
      this.list.addEventListener('mousedown', (event) => {
        event.preventDefault();
        const item = event.target.closest('[role=option]');
        if (item) this.choose(item);
      });
      this.select.addEventListener('change', () => this.showChosen());
      this.showChosen();
    }

    disconnect() {
      clearTimeout(this.timer);
      this.request?.abort();
      this.parts.forEach((part) => part.remove());
    }

    showChosen() {
      const options = [...this.select.selectedOptions].filter((option) => option.value);
      this.chosen.replaceChildren(
        ...options.map((option) => {
          const button = make('button', { type: 'button', textContent: '×' });
          button.setAttribute('aria-label', `${this.removeValue} ${option.label}`);
          button.addEventListener('click', () => this.unchoose(option));
          return make('li', {}, make('span', { textContent: option.label }), button);
        }),
      );
    }

    unchoose(option) {
      option.selected = false;
      if (!this.select.multiple) this.select.value = '';
      changed(this.select);
      this.box.focus();
    }

    choose(item) {
      const { value, label } = item.dataset;
      let option = [...this.select.options].find((one) => one.value === value);
      if (!option) {
        option = new Option(label, value);
        this.select.append(option);
      }
      option.selected = true;
      this.box.value = '';
      changed(this.select);
      this.close();
    }

    searchSoon(wait = 200) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.search(), wait);
    }

    async search() {
      this.request?.abort();
      this.request = new AbortController();
      const query = new URLSearchParams({ q: this.box.value });
      try {
        const response = await fetch(`${this.urlValue}?${query}`, { signal: this.request.signal });
        if (!response.ok) throw new Error(response.statusText);
        this.open(await response.json());
      } catch (error) {
        if (error.name !== 'AbortError') this.status.textContent = this.failedValue;
      }
    }

    open({ results, more }) {
      if (document.activeElement !== this.box) return;
      this.list.replaceChildren(
        ...results.map(({ code, label }, place) => {
          const item = make('li', { id: `${this.list.id}-${place}`, textContent: label });
          item.setAttribute('role', 'option');
          Object.assign(item.dataset, { value: code, label });
          return item;
        }),
      );
      this.list.hidden = !results.length;
      this.box.setAttribute('aria-expanded', String(!this.list.hidden));
      this.status.textContent = results.length ? '' : this.noneValue;
      if (more) this.status.textContent = this.moreValue;
      this.mark(null);
    }

    close() {
      clearTimeout(this.timer);
      this.request?.abort();
      this.list.hidden = true;
      this.status.textContent = '';
      this.box.setAttribute('aria-expanded', 'false');
      this.mark(null);
    }

    mark(item) {
      this.marked?.setAttribute('aria-selected', 'false');
      this.marked = item;
      item?.setAttribute('aria-selected', 'true');
      item?.scrollIntoView({ block: 'nearest' });
      if (item) this.box.setAttribute('aria-activedescendant', item.id);
      else this.box.removeAttribute('aria-activedescendant');
    }

    press(event) {
      const items = [...this.list.children];
      const place = items.indexOf(this.marked);
      if (event.key === 'ArrowDown') this.mark(items[place + 1] || items[0] || null);
      else if (event.key === 'ArrowUp') this.mark(items.at(place < 1 ? -1 : place - 1) || null);
      else if (event.key === 'Enter' && this.marked) this.choose(this.marked);
      else if (event.key === 'Escape' && !this.list.hidden) this.close();
      else if (event.key !== 'Enter') return;
      event.preventDefault();
    }
  }

  // A grid over the JSON of the rows, which stays in the text area.
  class TableController extends Controller {
    static values = {
      columns: Array,
      add: String,
      remove: String,
      up: String,
      yes: String,
      no: String,
    };

    connect() {
      this.area = this.element.querySelector('textarea');
      let rows;
      try {
        rows = this.area.value ? JSON.parse(this.area.value) : [];
      } catch {
        return; // What was typed is no JSON: it is corrected where it stands.
      }
      if (!Array.isArray(rows)) return;
      this.area.hidden = true;
      this.body = make('tbody');
      const heads = this.columnsValue.map(({ label }) => make('th', { scope: 'col', textContent: label }));
      const table = make('table', {}, make('thead', {}, make('tr', {}, ...heads, make('td'))), this.body);
      const add = make('button', {
        type: 'button',
        className: 'button button-small button-secondary',
        textContent: this.addValue,
      });
      add.addEventListener('click', () => {
        this.addRow({});
        this.body.lastElementChild.querySelector('input, select')?.focus();
      });
      this.grid = make('div', { className: 'catalog-table__grid' }, table, add);
      this.element.append(this.grid);
      rows.forEach((row) => this.addRow(row));
      this.body.addEventListener('input', () => this.store());
    }

    disconnect() {
      this.grid?.remove();
      this.area.hidden = false;
    }

    addRow(row) {
      const cells = this.columnsValue.map((column) => make('td', {}, this.input(column, row[column.code])));
      const line = make('tr', {}, ...cells);
      const up = this.button('↑', this.upValue, () => {
        if (line.previousElementSibling) line.previousElementSibling.before(line);
      });
      const remove = this.button('×', this.removeValue, () => line.remove());
      line.append(make('td', { className: 'catalog-table__actions' }, up, remove));
      this.body.append(line);
    }

    input({ code, label, kind }, cell) {
      const value = cell === undefined || cell === null ? '' : String(cell);
      const input =
        kind === 'yes_or_no'
          ? make('select', {}, new Option('', ''), new Option(this.yesValue, 'true'), new Option(this.noValue, 'false'))
          : make('input', { type: kind === 'day' ? 'date' : 'text' });
      if (kind === 'number') input.inputMode = 'decimal';
      input.value = value;
      input.dataset.column = code;
      input.setAttribute('aria-label', label);
      return input;
    }

    button(text, label, act) {
      const button = make('button', { type: 'button', textContent: text, title: label });
      button.setAttribute('aria-label', label);
      button.addEventListener('click', () => {
        act();
        this.store();
      });
      return button;
    }

    store() {
      const rows = [...this.body.rows].map((line) =>
        Object.fromEntries(
          [...line.querySelectorAll('[data-column]')]
            .filter((input) => input.value.trim() !== '')
            .map((input) => [input.dataset.column, input.value]),
        ),
      );
      const filled = rows.filter((row) => Object.keys(row).length);
      this.area.value = filled.length ? JSON.stringify(filled) : '';
      changed(this.area);
    }
  }

  window.wagtail.app.register('catalog-measure', MeasureController);
  window.wagtail.app.register('catalog-options', OptionsController);
  window.wagtail.app.register('catalog-table', TableController);
})();
