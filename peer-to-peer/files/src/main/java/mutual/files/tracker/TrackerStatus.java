package mutual.files.tracker;

import java.util.OptionalLong;

/**
 * How it stands with one tracker of a share, for people.
 *
 * @param url its address, as the torrent has it
 * @param tier its tier, from 0
 * @param state what we know of it
 * @param trouble why it does not answer, or what it warned of; empty if nothing
 * @param seeders members that have everything, as it last said
 * @param leechers members that do not, as it last said
 * @param peers how many peers its last answer named
 * @param answeredMillisAgo how long ago its last answer was
 * @param nextMillis how long until it may be asked again; empty if it is not going to be
 */
public record TrackerStatus(
    String url,
    int tier,
    State state,
    String trouble,
    OptionalLong seeders,
    OptionalLong leechers,
    int peers,
    OptionalLong answeredMillisAgo,
    OptionalLong nextMillis) {
  /** What is known of a tracker. */
  public enum State {
    /** Not needed so far. */
    SPARE,
    ASKING,
    WORKING,
    FAILING
  }

  /** Its address and what it does, in one line. */
  public String sentence() {
    String doing =
        switch (state) {
          case SPARE -> "not needed";
          case ASKING -> "being asked";
          case WORKING -> "works, named " + peers + " peers";
          case FAILING -> "fails";
        };
    return url + " " + doing + (trouble.isEmpty() ? "" : ": " + trouble);
  }
}
