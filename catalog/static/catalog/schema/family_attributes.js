// The table of a family's attributes: rows are dragged within their group, moved by buttons, removed
// and added. The order of the rows in the form is the order that is saved.
(() => {
  const { Controller } = window.StimulusModule;

  class FamilyAttributesController extends Controller {
    static targets = ['group', 'row', 'available', 'filter', 'button', 'template', 'status'];

    static values = { name: String };

    connect() {
      // The button adds what is chosen; only without this script the server does.
      this.availableTarget.removeAttribute('name');
      this.filterTarget.hidden = false;
      this.buttonTarget.hidden = false;
      this.onDrag = this.drag.bind(this);
      ['dragstart', 'dragover', 'drop', 'dragend'].forEach((type) =>
        this.element.addEventListener(type, this.onDrag),
      );
    }

    disconnect() {
      ['dragstart', 'dragover', 'drop', 'dragend'].forEach((type) =>
        this.element.removeEventListener(type, this.onDrag),
      );
    }

    drag(event) {
      if (event.type === 'dragstart') {
        this.dragged = event.target.closest('tr');
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setDragImage(this.dragged, 0, 0);
      } else if (event.type === 'dragend') {
        this.dragged = null;
      } else if (this.dragged) {
        this.dragOver(event);
      }
    }

    dragOver(event) {
      const row = event.target.closest('tr');
      const isPlace = this.rowTargets.includes(row) && row.parentNode === this.dragged.parentNode;
      if (!isPlace) return;
      event.preventDefault();
      const box = row.getBoundingClientRect();
      const after = event.clientY > box.top + box.height / 2;
      row.parentNode.insertBefore(this.dragged, after ? row.nextSibling : row);
      this.changed();
    }

    up(event) {
      const row = event.currentTarget.closest('tr');
      const before = row.previousElementSibling;
      if (this.rowTargets.includes(before)) before.before(row);
      this.changed(event.currentTarget);
    }

    down(event) {
      const row = event.currentTarget.closest('tr');
      if (row.nextElementSibling) row.nextElementSibling.after(row);
      this.changed(event.currentTarget);
    }

    remove(event) {
      const row = event.currentTarget.closest('tr');
      const key = row.querySelector('input[type=hidden]').value;
      const label = row.querySelector('strong').textContent;
      const [code, ...type] = row.querySelector('small').textContent.split(' · ');
      const option = new Option(label, key);
      Object.assign(option.dataset, { code, type: type.join(' · ') });
      const { group } = row.parentNode.dataset;
      this.availableTarget.querySelector(`optgroup[data-group="${group}"]`).append(option);
      row.remove();
      this.statusTarget.textContent = label;
      this.changed(this.availableTarget);
    }

    add() {
      [...this.availableTarget.selectedOptions].forEach((option) => this.addOne(option));
      this.filterTarget.value = '';
      this.narrow();
      this.changed(this.filterTarget);
    }

    addOne(option) {
      const row = this.templateTarget.content.querySelector('tr').cloneNode(true);
      const words = {
        __key__: option.value,
        __label__: option.text,
        __code__: option.dataset.code,
        __type__: option.dataset.type,
      };
      const fill = (text) => text.replace(/__(key|label|code|type)__/g, (name) => words[name]);
      row.querySelectorAll('*').forEach((element) => {
        [...element.attributes].forEach((attribute) =>
          element.setAttribute(attribute.name, fill(attribute.value)),
        );
        [...element.childNodes]
          .filter((node) => node.nodeType === Node.TEXT_NODE)
          .forEach((node) => node.replaceWith(fill(node.textContent)));
      });
      this.groupOf(option.parentNode).append(row);
      option.remove();
    }

    groupOf(optgroup) {
      const { group } = optgroup.dataset;
      const found = this.groupTargets.find((body) => body.dataset.group === group);
      if (found) return found;
      const body = document.createElement('tbody');
      body.dataset.group = group;
      body.dataset.catalogFamilyAttributesTarget = 'group';
      const heading = document.createElement('th');
      Object.assign(heading, { scope: 'rowgroup', colSpan: 20, textContent: optgroup.label });
      const line = document.createElement('tr');
      line.className = 'catalog-matrix__heading';
      line.append(heading);
      body.append(line);
      const order = [...this.availableTarget.querySelectorAll('optgroup')].map(
        (one) => one.dataset.group,
      );
      const next = this.groupTargets.find(
        (one) => order.indexOf(one.dataset.group) > order.indexOf(group),
      );
      const table = this.element.querySelector('table');
      table.insertBefore(body, next || null);
      return body;
    }

    narrow() {
      const words = this.filterTarget.value.toLowerCase().split(/\s+/).filter(Boolean);
      this.availableTarget.querySelectorAll('option').forEach((option) => {
        const text = `${option.text} ${option.dataset.code}`.toLowerCase();
        option.hidden = !words.every((word) => text.includes(word));
      });
    }

    changed(focus) {
      if (focus) focus.focus();
      this.element.dispatchEvent(new Event('change', { bubbles: true }));
    }
  }

  window.wagtail.app.register('catalog-family-attributes', FamilyAttributesController);
})();
