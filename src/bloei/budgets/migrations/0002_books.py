"""What the database itself keeps true about the books, for one entry and for thousands at once.

The trigger works as the owner of the tables: the program may not write a balance.
"""

from django.db import migrations

KEEP_BOOKS = """
create function bloei_keep_books() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    -- Always in the order of their ids, so that two runs never wait for each other.
    perform 1 from budgets_account a
      where a.floor is not null
        and a.id in (select source_id from fresh union select target_id from fresh)
      order by a.id for no key update;

    -- The check `never_below_the_floor` refuses here.
    update budgets_account a set balance = a.balance + d.difference
      from (select account, sum(amount) as difference
              from (select target_id as account, amount from fresh
                    union all select source_id, -amount from fresh) as moved
             group by account) as d
     where a.id = d.account and a.floor is not null and d.difference <> 0;

    if exists (select 1 from fresh f
                 join budgets_account s on s.id = f.source_id
                 join budgets_account t on t.id = f.target_id
                where s.measure <> t.measure) then
        raise exception 'euros and hours cannot be moved into each other'
            using errcode = 'check_violation', constraint = 'same_measure';
    end if;

    if exists (select 1 from fresh f
                 join budgets_account s on s.id = f.source_id
                 join budgets_account t on t.id = f.target_id
                where s.scheme_id is distinct from t.scheme_id
                   or s.owner_id <> t.owner_id) then
        raise exception 'a personal budget is not transferable'
            using errcode = 'check_violation', constraint = 'not_transferable';
    end if;

    -- Art. 7:611a BW. What is spent must say on what, so that nothing slips through.
    if exists (select 1 from fresh f
                 join budgets_account s on s.id = f.source_id
                 join budgets_account t on t.id = f.target_id
                 left join learning_participation p on p.id = f.participation_id
                where t.purpose in ('reserved', 'spent')
                  and coalesce(s.owner_id, t.owner_id) is not null
                  and (p.id is null or p.is_mandatory
                       or p.person_id <> coalesce(s.owner_id, t.owner_id))) then
        raise exception 'mandatory training is never paid from a personal budget'
            using errcode = 'check_violation', constraint = 'mandatory_is_free';
    end if;

    if exists (select 1 from fresh f
                 join budgets_account s on s.id = f.source_id
                 join budgets_account t on t.id = f.target_id
                 left join budgets_entry l on l.id = f.lot_id and l.granted_on is not null
                 left join budgets_account g on g.id = l.target_id
                where f.lot_id is not null
                  and (g.id is null or g.scheme_id is distinct from s.scheme_id
                       or g.owner_id <> coalesce(s.owner_id, t.owner_id))) then
        raise exception 'this grant belongs to another account'
            using errcode = 'check_violation', constraint = 'lot_of_this_account';
    end if;

    -- A lot of this account never gives more than it holds.
    if exists (select 1
                 from (select distinct lot_id from fresh where lot_id <> id) as touched
                 join budgets_entry e on e.lot_id = touched.lot_id
                cross join lateral (values (e.target_id, e.amount), (e.source_id, -e.amount))
                        as m (account, amount)
                 join budgets_account a on a.id = m.account and a.floor is not null
                group by touched.lot_id, m.account
               having sum(m.amount) < 0) then
        raise exception 'this grant holds less than was asked for'
            using errcode = 'check_violation', constraint = 'lot_holds_enough';
    end if;

    -- Without a lot, money was advanced: own accounts owe it, never hold it.
    if exists (select 1
                 from (select a.id, a.purpose
                         from fresh f
                         join budgets_account a on a.id in (f.source_id, f.target_id)
                        where f.lot_id is null and a.owner_id is not null
                        group by a.id, a.purpose) as touched
                cross join lateral (
                      select coalesce(sum(case when e.target_id = touched.id then e.amount
                                               else -e.amount end), 0) as held
                        from budgets_entry e
                       where e.lot_id is null
                         and (e.target_id = touched.id or e.source_id = touched.id)) as sums
                where (touched.purpose = 'own' and sums.held > 0)
                   or (touched.purpose <> 'own' and sums.held < 0)) then
        raise exception 'what is not advanced comes from a grant'
            using errcode = 'check_violation', constraint = 'advance_is_owed';
    end if;
    return null;
end $$;
revoke all on function bloei_keep_books() from public;

create trigger keep_books after insert on budgets_entry
    referencing new table as fresh
    for each statement execute function bloei_keep_books();

create function bloei_open_account_empty() returns trigger language plpgsql as $$
begin
    if new.balance <> 0 then
        raise exception 'a new account is empty'
            using errcode = 'check_violation', constraint = 'new_account_is_empty';
    end if;
    return new;
end $$;

create trigger open_empty before insert on budgets_account
    for each row execute function bloei_open_account_empty();
"""

DROP = """
drop trigger open_empty on budgets_account;
drop function bloei_open_account_empty();
drop trigger keep_books on budgets_entry;
drop function bloei_keep_books();
"""


class Migration(migrations.Migration):
    dependencies = [("budgets", "0001_initial")]

    operations = [migrations.RunSQL(KEEP_BOOKS, DROP)]
