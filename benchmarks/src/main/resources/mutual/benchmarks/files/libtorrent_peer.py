"""A libtorrent peer that a benchmark drives: a command a line in, an answer a line out.

    id                                              id  VERSION  HOST:PORT
    give  PATH  FORMAT  everyone  TORRENT           given
    fetch  TORRENT  FOLDER  HOST:PORT …             complete  BYTES

Everything is as libtorrent has it by default, except that it looks for nobody by itself, and that
it speaks TCP only: uTP is many times slower on the loopback device.
"""

import os
import sys

import libtorrent as lt

address = sys.argv[1]
session = lt.session(
    {
        "listen_interfaces": address + ":0",
        "enable_dht": False,
        "enable_lsd": False,
        "enable_upnp": False,
        "enable_natpmp": False,
        "enable_incoming_utp": False,
        "enable_outgoing_utp": False,
        "allow_multiple_connections_per_ip": True,
        "alert_mask": lt.alert.category_t.status_notification
        | lt.alert.category_t.error_notification,
    }
)


def answer(*words):
    print(*words, sep="\t", flush=True)


def add(torrent, folder, flags):
    params = lt.add_torrent_params()
    params.ti = lt.torrent_info(torrent)
    params.save_path = folder
    params.flags &= ~lt.torrent_flags.auto_managed & ~lt.torrent_flags.paused
    params.flags |= flags
    return session.add_torrent(params)


for line in sys.stdin:
    words = line.rstrip("\n").split("\t")
    if words[0] == "id":
        answer("id", lt.version, "%s:%d" % (address, session.listen_port()))
    elif words[0] == "give":
        handle = add(words[4], os.path.dirname(words[1]), lt.torrent_flags.seed_mode)
        while not handle.status().is_seeding:
            session.wait_for_alert(20)
            session.pop_alerts()
        answer("given")
    elif words[0] == "fetch":
        handle = add(words[1], words[2], lt.torrent_flags.update_subscribe)
        for peer in words[3:]:
            host, _, number = peer.rpartition(":")
            handle.connect_peer((host, int(number)))
        finished = False
        while not finished:
            session.wait_for_alert(1000)
            for alert in session.pop_alerts():
                finished |= isinstance(alert, lt.torrent_finished_alert)
        answer("complete", handle.status().total_wanted_done)
    else:
        answer("failed", "not a command: " + line.strip())
