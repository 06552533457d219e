"""A libtorrent session that a test drives: a command a line in, an answer a line out."""

import os
import sys

import libtorrent as lt

host, *wanted = sys.argv[1:]
settings = {
    "listen_interfaces": host + ":0",
    "enable_dht": "dht" in wanted,
    "enable_lsd": "lsd" in wanted,
    "enable_upnp": False,
    "enable_natpmp": False,
    "dht_bootstrap_nodes": "",
    "dht_restrict_routing_ips": False,
    "dht_restrict_search_ips": False,
    "dht_ignore_dark_internet": False,
    "allow_multiple_connections_per_ip": True,
    "alert_mask": 0,
}
if "defaults" not in wanted:
    # Quicker than its own order of attempts: uTP, then encrypted, then plain.
    settings.update(
        {
            "enable_outgoing_utp": False,
            "enable_incoming_utp": False,
            "out_enc_policy": 2,
            "in_enc_policy": 2,
            "min_reconnect_time": 1,
        }
    )
session = lt.session(settings)
torrents = []


def answer(*words):
    print(*words, flush=True)


for line in sys.stdin:
    command, *words = line.rstrip("\n").split("\t")
    if command == "port":
        answer(session.listen_port())
    elif command == "node":
        session.add_dht_node((words[0], int(words[1])))
        answer("ok")
    elif command == "make":
        source, form, out, trackers = words[0], words[1], words[2], words[3:]
        files = lt.file_storage()
        lt.add_files(files, source)
        made = lt.create_torrent(files, 32 << 10, {"V1": 64, "V2": 32, "HYBRID": 0}[form])
        for tier, tracker in enumerate(trackers):
            made.add_tracker(tracker, tier)
        lt.set_piece_hashes(made, os.path.dirname(source))
        open(out, "wb").write(lt.bencode(made.generate()))
        answer(lt.make_magnet_uri(lt.torrent_info(out)))
    elif command == "add":
        link, folder, *limits = words
        if link.startswith("magnet:"):
            params = lt.parse_magnet_uri(link)
        else:
            params = lt.add_torrent_params()
            params.ti = lt.torrent_info(link)
        params.save_path = folder
        params.flags &= ~(lt.torrent_flags.paused | lt.torrent_flags.auto_managed)
        if limits:
            params.upload_limit = int(limits[0])
        torrents.append(session.add_torrent(params))
        answer(len(torrents) - 1)
    elif command == "peer":
        torrents[int(words[0])].connect_peer((words[1], int(words[2])))
        answer("ok")
    elif command == "status":
        status = torrents[int(words[0])].status()
        # What is checked, complete, connected, and has gone out.
        answer(
            "checking" if "check" in str(status.state) else str(status.state),
            "seeding" if status.is_seeding else "fetching",
            status.num_peers,
            status.total_payload_upload,
        )
    elif command == "peers":
        answer(*(f"{p.ip[0]}:{p.ip[1]}" for p in torrents[int(words[0])].get_peer_info()))
