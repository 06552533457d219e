package mutual.app.town;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mutual.middleware.NodeId;

/**
 * Where each member stands in one half of the picture: servers in the upper row with their clients
 * below, or peers around nobody.
 */
public record TownMap(int width, int height, List<Place> places, List<Line> lines) {
  static final int BOX_WIDTH = 216;
  static final int BOX_HEIGHT = 92;
  private static final int GAP = 52;
  private static final int MARGIN = 4;
  private static final int UPPER_TOP = 30;
  private static final int LOWER_TOP = 220;
  private static final int WIDTH = 2 * (MARGIN + BOX_WIDTH) + GAP;
  private static final int HEIGHT = LOWER_TOP + BOX_HEIGHT + UPPER_TOP;

  /** One member's box. */
  public record Place(Member member, Standing standing, int left, int top) {
    int right() {
      return left + BOX_WIDTH;
    }

    private int middle() {
      return left + BOX_WIDTH / 2;
    }

    private int centre() {
      return top + BOX_HEIGHT / 2;
    }

    public int boxWidth() {
      return BOX_WIDTH;
    }

    public int boxHeight() {
      return BOX_HEIGHT;
    }
  }

  /** One connection's line; it is broken while one of its ends is down. */
  public record Line(NodeId from, NodeId to, int x1, int y1, int x2, int y2, boolean up) {
    /** Name of the line's element. */
    public String id() {
      return "line-" + from.shortText() + "-" + to.shortText();
    }
  }

  /** The half in which clients ask servers. */
  static TownMap ofServers(Town town) {
    Map<NodeId, Place> places = new LinkedHashMap<>();
    row(town.members(), Member.Role.BANK, UPPER_TOP, places);
    row(town.members(), Member.Role.MACHINE, LOWER_TOP, places);
    List<Line> lines = new ArrayList<>();
    for (Town.Link link : town.links()) {
      Place from = places.get(link.from());
      Place to = places.get(link.to());
      if (from != null && to != null) {
        lines.add(line(from, to));
      }
    }
    int right = places.values().stream().mapToInt(Place::right).max().orElse(0);
    return new TownMap(
        Math.max(WIDTH, right + MARGIN), HEIGHT, List.copyOf(places.values()), lines);
  }

  private static void row(
      List<Member> members, Member.Role role, int top, Map<NodeId, Place> places) {
    int left = MARGIN;
    for (Member member : members) {
      if (member.role() == role) {
        places.put(member.id(), new Place(member, member.standing().get(), left, top));
        left += BOX_WIDTH + GAP;
      }
    }
  }

  /** The half of equals: the first above, the others below it, a line between any two. */
  static TownMap ofPeers(List<Member> peers) {
    List<Place> places = new ArrayList<>();
    int lowerWidth = (peers.size() - 1) * (BOX_WIDTH + GAP) - GAP;
    int width = Math.max(WIDTH, lowerWidth + 2 * MARGIN);
    for (int i = 0; i < peers.size(); i++) {
      boolean upper = i == 0;
      places.add(
          new Place(
              peers.get(i),
              peers.get(i).standing().get(),
              upper ? (width - BOX_WIDTH) / 2 : MARGIN + (i - 1) * (BOX_WIDTH + GAP),
              upper ? UPPER_TOP : LOWER_TOP));
    }
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      for (Place other : places.subList(i + 1, places.size())) {
        lines.add(line(places.get(i), other));
      }
    }
    return new TownMap(width, HEIGHT, places, lines);
  }

  /** Between the edges of two boxes, on the way from one's centre to the other's. */
  private static Line line(Place from, Place to) {
    int across = to.middle() - from.middle();
    int down = to.centre() - from.centre();
    double part =
        Math.min(
            across == 0 ? 1 : BOX_WIDTH / 2.0 / Math.abs(across),
            down == 0 ? 1 : BOX_HEIGHT / 2.0 / Math.abs(down));
    int x = (int) Math.round(across * part);
    int y = (int) Math.round(down * part);
    return new Line(
        from.member().id(),
        to.member().id(),
        from.middle() + x,
        from.centre() + y,
        to.middle() - x,
        to.centre() - y,
        from.standing().up() && to.standing().up());
  }
}
