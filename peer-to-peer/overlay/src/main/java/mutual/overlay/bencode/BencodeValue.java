package mutual.overlay.bencode;

/** An immutable bencoded value: an integer, a byte string, a list or a dictionary (BEP 3). */
public sealed interface BencodeValue permits BInteger, BString, BList, BDictionary {}
