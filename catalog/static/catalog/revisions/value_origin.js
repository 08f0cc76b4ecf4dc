// Explains values in a dialog: puts a button beside the label of each field of a product, and opens
// the links of other pages that lead to an explanation.
(() => {
    const script = document.currentScript;
    const product = location.pathname.match(/^(.*\/catalog\/product\/)edit\/(\d+)\//);
    const address = product && `${product[1]}history/${product[2]}/value/`;

    const dialog = document.createElement('dialog');
    dialog.className = 'value-origin-dialog';
    dialog.setAttribute('aria-label', script.dataset.label);

    const close = document.createElement('button');
    close.type = 'button';
    close.className = 'button button-small button-secondary';
    close.textContent = script.dataset.close;
    close.addEventListener('click', () => dialog.close());

    async function show(explanation) {
        dialog.replaceChildren(close);
        if (!dialog.open) dialog.showModal();
        const content = document.createElement('div');
        dialog.prepend(content);
        try {
            const answer = await fetch(explanation, {
                headers: { 'X-Requested-With': 'XMLHttpRequest' },
            });
            if (!answer.ok) throw new Error(answer.statusText);
            content.innerHTML = await answer.text();
        } catch {
            content.textContent = script.dataset.failed;
        }
    }

    function button(field, label) {
        const element = document.createElement('button');
        element.type = 'button';
        element.className = 'value-origin';
        element.title = script.dataset.label;
        element.setAttribute('aria-label', `${script.dataset.label}: ${label}`);
        element.innerHTML =
            '<svg class="icon icon-help" aria-hidden="true"><use href="#icon-help"></use></svg>';
        const explanation = `${address}?field=${encodeURIComponent(field)}`;
        element.addEventListener('click', () => show(explanation));
        return element;
    }

    document.addEventListener('DOMContentLoaded', () => {
        document.body.append(dialog);
        document.body.addEventListener('click', (event) => {
            const link = event.target.closest('[data-value-explained]');
            if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            show(link.href);
        });
        if (!product) return;
        const fields = script.dataset.fields.split(' ');
        for (const label of document.querySelectorAll('label[for^="id_"]')) {
            const field = label.htmlFor.slice(3).replace(/_\d+$/, '');
            if (field.startsWith('values-') || fields.includes(field)) {
                label.after(button(field, label.firstChild.textContent.trim()));
            }
        }
    });
})();
