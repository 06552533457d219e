package mutual.files.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import mutual.files.engine.WaitingRoom.Caller;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who waits at the door, and who is let go for whom. */
final class WaitingRoomTest {
  private final WaitingRoom room = new WaitingRoom();
  private final List<String> letGo = new ArrayList<>();
  private int port = 1_024;

  /** Comes in; its name is where it comes from and how many came before it. */
  private Caller enter(String address) {
    InetSocketAddress from = new InetSocketAddress(InetAddress.ofLiteral(address), port++);
    String name = address + " " + (from.getPort() - 1_024);
    return room.enter(from, () -> letGo.add(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.%d", "2001:db8:%x::1"})
  void whoComesWhereAllPlacesAreTakenGetsTheOneThatWasSilentLongest(String hosts) {
    List<Caller> callers = new ArrayList<>();
    for (int i = 0; i < WaitingRoom.CALLERS_MAX; i++) {
      callers.add(enter(hosts.formatted(i)));
    }
    assertThat(letGo).isEmpty();
    callers.get(0).speaks();
    callers.get(2).speaks();
    enter(hosts.formatted(200));
    enter(hosts.formatted(201));
    assertThat(letGo).containsExactly(hosts.formatted(1) + " 1", hosts.formatted(3) + " 3");
    assertThat(room.size()).isEqualTo(WaitingRoom.CALLERS_MAX);
  }

  @Test
  void whereAllHaveSpokenTheFirstIsLetGo() {
    for (int i = 0; i < WaitingRoom.CALLERS_MAX; i++) {
      enter("192.0.2." + i).speaks();
    }
    enter("192.0.2.200");
    assertThat(letGo).containsExactly("192.0.2.0 0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.9", "2001:db8::9"})
  void aHostThatHasItsShareOfPlacesGetsItsOwn(String host) {
    enter("198.51.100.1");
    for (int i = 0; i < WaitingRoom.CALLERS_PER_HOST_MAX; i++) {
      enter(host);
    }
    enter(host);
    assertThat(letGo).containsExactly(host + " 1");
    assertThat(room.size()).isEqualTo(1 + WaitingRoom.CALLERS_PER_HOST_MAX);
  }

  @Test
  void aNetworkOf64BitsIsOneHostAndTheNextIsAnother() {
    for (int i = 0; i < WaitingRoom.CALLERS_PER_HOST_MAX; i++) {
      enter("2001:db8:0:1::" + i);
    }
    enter("2001:db8:0:2::1");
    assertThat(letGo).isEmpty();
    enter("2001:db8:0:1:ffff::1");
    assertThat(letGo).containsExactly("2001:db8:0:1::0 0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void thisHostMayHaveAllPlacesButNotOthersWhenItFloods(String here) throws Exception {
    Caller contact = enter("192.0.2.1");
    for (int i = 0; i < WaitingRoom.CALLERS_MAX - 1; i++) {
      enter(here);
    }
    assertThat(letGo).isEmpty();
    for (int i = 0; i < 100; i++) {
      enter(here);
    }
    assertThat(letGo).hasSize(100).allMatch(name -> name.startsWith(here));
    assertThat(contact.leave()).isTrue();
  }

  @Test
  void aFloodFromSomeHostsTakesNoPlaceFromOneThatComesSeldom() {
    List<Caller> contacts = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      if (i % 1_000 == 0) {
        contacts.add(enter("203.0.113." + contacts.size()));
      }
      Caller flooder = enter("192.0.2." + i % 20);
      if (i % 3 == 0) {
        flooder.speaks();
      }
    }
    assertThat(room.size()).isEqualTo(WaitingRoom.CALLERS_MAX);
    assertThat(contacts).allMatch(Caller::leave);
  }

  @Test
  void whoHasLeftTakesNoPlaceAndIsNotLetGo() {
    for (int i = 0; i < 10 * WaitingRoom.CALLERS_MAX; i++) {
      assertThat(enter("192.0.2.1").leave()).isTrue();
    }
    assertThat(room.size()).isZero();
    assertThat(letGo).isEmpty();
  }

  @Test
  void whoWasLetGoHearsSoWhenItLeaves() {
    Caller first = enter("192.0.2.1");
    for (int i = 0; i < WaitingRoom.CALLERS_PER_HOST_MAX; i++) {
      enter("192.0.2.1");
    }
    assertThat(first.leave()).isFalse();
  }
}
