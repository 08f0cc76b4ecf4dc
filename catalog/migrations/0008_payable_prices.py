"""A price is a whole amount where its currency has no minor unit, whoever writes it."""

from django.db import migrations

from catalog.pricing.money import WITHOUT_MINOR_UNIT

# What `catalog.pricing.money.check_amount` refuses in Python. Who adds a currency there brings a
# migration that makes the function anew; a test compares the two.
IS_PAYABLE = """
CREATE FUNCTION catalog_is_payable(amount numeric, currency text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN currency <> ALL ('{without}'::text[]) OR amount = trunc(amount);
""".replace("{without}", "{" + ",".join(WITHOUT_MINOR_UNIT) + "}")

REFUSE = """
CREATE FUNCTION catalog_refuse_unpayable(currency text, amount numeric) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% has no decimals, and a price would be %', currency, trim_scale(amount)
        USING ERRCODE = 'check_violation', CONSTRAINT = 'price_can_be_paid_in_its_currency';
END $$;
"""

PRICES = """
CREATE FUNCTION catalog_check_payable_prices() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong record;
BEGIN
    -- EXECUTE plans each time: what is kept from a statement of one row is slow for many.
    EXECUTE $find$
        SELECT coalesce(list.currency, customer.currency) AS currency, price.amount
        FROM new_rows price LEFT JOIN catalog_pricelist list ON list.id = price.price_list_id
        LEFT JOIN accounts_customer customer ON customer.id = price.customer_id
        WHERE NOT catalog_is_payable(price.amount, coalesce(list.currency, customer.currency))
        LIMIT 1
    $find$ INTO wrong;
    IF wrong.currency IS NOT NULL THEN
        PERFORM catalog_refuse_unpayable(wrong.currency, wrong.amount);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER catalog_price_payable_insert AFTER INSERT ON catalog_price
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
    EXECUTE FUNCTION catalog_check_payable_prices();
CREATE TRIGGER catalog_price_payable_update AFTER UPDATE ON catalog_price
    REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT
    EXECUTE FUNCTION catalog_check_payable_prices();
"""

# Who writes a price meanwhile is waited for, and reads the new currency afterwards.
CURRENCY = """
CREATE FUNCTION catalog_check_currency_of_{owner}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong numeric;
BEGIN
    LOCK TABLE catalog_price IN SHARE ROW EXCLUSIVE MODE;
    SELECT amount INTO wrong FROM catalog_price
    WHERE {owner}_id = NEW.id AND NOT catalog_is_payable(amount, NEW.currency) LIMIT 1;
    IF wrong IS NOT NULL THEN
        PERFORM catalog_refuse_unpayable(NEW.currency, wrong);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER catalog_payable_currency AFTER UPDATE OF currency ON {table}
    FOR EACH ROW WHEN (NEW.currency <> OLD.currency AND NOT catalog_is_payable(0.5, NEW.currency))
    EXECUTE FUNCTION catalog_check_currency_of_{owner}();
"""
OWNERS = {"price_list": "catalog_pricelist", "customer": "accounts_customer"}


def currency_of(owner: str) -> migrations.RunSQL:
    """The check of the prices of a list or a customer whose currency changes."""
    return migrations.RunSQL(
        CURRENCY.replace("{owner}", owner).replace("{table}", OWNERS[owner]),
        f"DROP FUNCTION catalog_check_currency_of_{owner}() CASCADE;",
    )


class Migration(migrations.Migration):
    dependencies = [("catalog", "0007_variants"), ("accounts", "0001_initial")]

    operations = [
        migrations.RunSQL(IS_PAYABLE, "DROP FUNCTION catalog_is_payable;"),
        migrations.RunSQL(REFUSE, "DROP FUNCTION catalog_refuse_unpayable;"),
        migrations.RunSQL(PRICES, "DROP FUNCTION catalog_check_payable_prices() CASCADE;"),
        *map(currency_of, OWNERS),
    ]
