"""A libtorrent DHT node that a test drives: a command a line in, an answer a line out."""

import sys
import time

import libtorrent as lt

session = lt.session(
    {
        "listen_interfaces": sys.argv[1] + ":0",
        "enable_dht": True,
        "enable_lsd": False,
        "enable_upnp": False,
        "enable_natpmp": False,
        "dht_bootstrap_nodes": "",
        "dht_restrict_routing_ips": False,
        "dht_restrict_search_ips": False,
        "dht_ignore_dark_internet": False,
        "alert_mask": lt.alert.category_t.all_categories,
    }
)
alerts = []


def take(matches, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        alerts.extend(session.pop_alerts())
        for alert in list(alerts):
            alerts.remove(alert)
            if matches(alert):
                return alert
        session.wait_for_alert(100)
    return None


def answer(*words):
    print(*words, flush=True)


def text(alert):
    try:
        value = alert.item
    except RuntimeError:  # An empty entry: nothing was found.
        return "none"
    value = value["value"] if isinstance(value, dict) else value
    return value.decode() if isinstance(value, bytes) else str(value)


def of(kind):
    return lambda alert: isinstance(alert, kind)


for line in sys.stdin:
    command, *words = line.split()
    if command == "port":
        answer(session.listen_port())
    elif command == "node":
        session.add_dht_node((words[0], int(words[1])))
        answer("ok")
    elif command == "nodes":
        session.post_dht_stats()
        stats = take(of(lt.dht_stats_alert), 5)
        answer(sum(bucket["num_nodes"] for bucket in stats.routing_table) if stats else 0)
    elif command == "announce":
        # The bindings cannot announce by themselves; a torrent without metadata can.
        params = lt.parse_magnet_uri("magnet:?xt=urn:btih:" + words[0])
        params.save_path = "."
        params.flags &= ~(lt.torrent_flags.paused | lt.torrent_flags.auto_managed)
        torrent = session.add_torrent(params)
        torrent.force_dht_announce()
        answer(session.listen_port())
    elif command == "find":
        session.dht_get_peers(lt.sha1_hash(bytes.fromhex(words[0])))
        reply = take(
            lambda a: isinstance(a, lt.dht_get_peers_reply_alert) and a.num_peers() > 0, 5
        )
        answer(*(f"{ip}:{port}" for ip, port in reply.peers()) if reply else ("none",))
    elif command == "put":
        private, public, salt, value = words
        session.dht_put_mutable_item(
            bytes.fromhex(private), bytes.fromhex(public), value.encode(), salt.encode()
        )
        done = take(of(lt.dht_put_alert), 20)
        answer(done.num_success if done else 0, done.seq if done else 0)
    elif command == "get":
        session.dht_get_mutable_item(bytes.fromhex(words[0]), words[1].encode())
        found = take(lambda a: isinstance(a, lt.dht_mutable_item_alert) and a.authoritative, 20)
        answer(found.seq if found else 0, text(found) if found else "none")
    elif command == "put_immutable":
        target = session.dht_put_immutable_item(words[0])
        done = take(of(lt.dht_put_alert), 20)
        answer(done.num_success if done else 0, target)
    elif command == "get_immutable":
        session.dht_get_immutable_item(lt.sha1_hash(bytes.fromhex(words[0])))
        found = take(of(lt.dht_immutable_item_alert), 20)
        answer(text(found) if found else "none")
