"""A crowd through the real server, one worker killed half-way: nobody acknowledged is lost, nothing is overbooked.

`python -m benchmarks.load` does 50 registrations a second on files, then 200 on PostgreSQL, for 60 s each.
Client and server share this machine: what it cannot reach is said, not hidden.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from benchmarks.crowd import Crowd, Seen
from benchmarks.postgres import postgres
from benchmarks.town import Town, town
from formservice.links import proves, record_id
from formservice.storage import Store, open_store

RATES = {"tinydb": 50.0, "postgres": 200.0}


def main() -> None:
    """Run on the stores asked for; status 1 when something was lost or given twice."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load")
    parser.add_argument("--store", choices=sorted(RATES), help="un seul magasin (sinon les deux)")
    parser.add_argument("--rate", type=float, help="inscriptions par seconde")
    parser.add_argument("--seconds", type=float, default=60.0)
    given = parser.parse_args()
    stores = [given.store] if given.store else ["tinydb", "postgres"]
    faults = [fault for name in stores for fault in run(name, given.rate or RATES[name], given.seconds)]
    sys.exit(1 if faults else 0)


def run(name: str, rate: float, seconds: float) -> list[str]:
    """One crowd on one store: print what was seen and give what is wrong."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(postgres()) if name == "postgres" else f"tinydb:{folder / 'data'}"
        served = stack.enter_context(town(folder, url, int(rate * seconds)))
        before, own = served.spent(), time.process_time()
        seen = Crowd(served, rate, seconds).run()
        spent = served.spent() - before, time.process_time() - own
        store = open_store(url)
        stack.callback(store.close)
        print_seen(name, rate, seconds, seen)
        service, visitors = (1000 * one / max(1, len(seen.delays)) for one in spent)
        print(f"    processeur par inscription : service {service:.1f} ms, visiteurs {visitors:.1f} ms")
        faults = lost(store, seen) + overbooked(store, served) + store.check()
    print(f"    {len(faults)} défaut(s)", *faults[:20], sep="\n    ", end="\n\n", flush=True)
    return faults


def print_seen(name: str, rate: float, seconds: float, seen: Seen) -> None:
    """Rates and delays."""
    answered = len(seen.delays)
    reached = answered / max(seen.last - seen.first, 0.001)
    print(f"{name} : {rate:.0f} inscriptions/s demandées pendant {seconds:.0f} s, un ouvrier tué (kill -9) à mi-chemin")
    if reached < 0.95 * rate and answered > 0.5 * rate * seconds:
        print("    DÉBIT NON ATTEINT sur cette machine, que le client et le serveur se partagent")
    print(f"    {reached:.0f} confirmations/s traitées ; " + ", ".join(f"{n} {k}" for k, n in seen.outcomes.items()))
    delays = sorted(seen.delays) or [0.0]
    p50, p99, most = (1000 * delays[int((len(delays) - 1) * share)] for share in (0.5, 0.99, 1))
    print(f"    attente d’une confirmation : p50 {p50:.0f} ms, p99 {p99:.0f} ms, la plus longue {most:.0f} ms")


def lost(store: Store, seen: Seen) -> list[str]:
    """Acknowledged and not stored exactly once, at the address given; or a failure nobody explains."""
    stored = dict[str, tuple[str, dict]]()
    people: Counter[str] = Counter()
    references: Counter[str] = Counter()
    for partition, record in store.search("session/", "signups"):
        stored[record["id"]] = partition, record
        people[record["answers"]["name"]] += 1
        references[record["reference"]] += 1
    faults = [f"référence donnée {count} fois" for count in references.values() if count > 1]
    for number, address in seen.acknowledged.items():
        token = address.rpartition("/")[2]
        partition, record = stored.get(record_id(token)[1], ("", {}))
        if not record or not proves(store, partition, record, token):
            faults.append(f"PERDUE : {number}")
        elif people[f"Dominique Exemple {number}"] != 1 or not record["answers"]["name"].endswith(f" {number}"):
            faults.append(f"pas une seule fois : {number}")
    print(f"    {len(seen.acknowledged)} acquittées, {len(stored)} gardées, {len(faults)} perdues ou doublées")
    return faults + [f"{n} × {what}" for what, n in seen.outcomes.items() if "confirmation :" in what or "banc" in what]


def overbooked(store: Store, served: Town) -> list[str]:
    """Sessions with more people than seats, or than places to wait."""
    faults = []
    for unit in [served.large, *served.units]:
        partition = f"session/{unit.id}"
        states = Counter(one["state"] for one in store.read(partition).find(partition, "signups"))
        if states["confirmed"] > unit.capacity or states["waiting"] > unit.activity.waiting:
            faults.append(f"SURRÉSERVÉE : {unit.id} {dict(states)} pour {unit.capacity} places")
    print(f"    {len(served.units) + 1} séances, {len(faults)} surréservée(s)")
    return faults


if __name__ == "__main__":
    main()
