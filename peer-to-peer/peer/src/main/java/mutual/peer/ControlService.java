package mutual.peer;

import io.grpc.stub.StreamObserver;
import mutual.contracts.peer.v1.ControlGrpc;
import mutual.contracts.peer.v1.ExamineRequest;
import mutual.contracts.peer.v1.ExamineResponse;
import mutual.contracts.peer.v1.Finding.Level;
import mutual.contracts.peer.v1.GetNodeRequest;
import mutual.contracts.peer.v1.NodeStatus;
import mutual.contracts.peer.v1.SetLimitsRequest;
import mutual.files.engine.ContentEngine;
import mutual.overlay.LinkState;
import mutual.overlay.dht.DhtStatus;

/** What the owner asks of the node itself. */
final class ControlService extends ControlGrpc.ControlImplBase {
  private final PeerNode node;

  ControlService(PeerNode node) {
    this.node = node;
  }

  @Override
  public void getNode(GetNodeRequest request, StreamObserver<NodeStatus> observer) {
    Answers.answer(observer, this::status);
  }

  @Override
  public void setLimits(SetLimitsRequest request, StreamObserver<NodeStatus> observer) {
    Answers.answer(
        observer,
        () -> {
          ContentEngine engine = node.engine();
          engine.limits(
              limit(
                  request.hasUpLimitBytesPerSecond(),
                  request.getUpLimitBytesPerSecond(),
                  engine.upLimitBytesPerSecond()),
              limit(
                  request.hasDownLimitBytesPerSecond(),
                  request.getDownLimitBytesPerSecond(),
                  engine.downLimitBytesPerSecond()));
          return status();
        });
  }

  /** The limit that is wanted, or if none is named the one there is. */
  static long limit(boolean named, long wanted, long now) {
    if (named && wanted < 0) {
      throw new IllegalArgumentException("A limit is not negative: " + wanted);
    }
    return named ? wanted : now;
  }

  @Override
  public void examine(ExamineRequest request, StreamObserver<ExamineResponse> observer) {
    Answers.answer(
        observer,
        () -> {
          ExamineResponse.Builder answer = ExamineResponse.newBuilder();
          node.examine().forEach(finding -> answer.addFindings(finding(finding)));
          return answer.build();
        });
  }

  private static mutual.contracts.peer.v1.Finding finding(Finding finding) {
    return mutual.contracts.peer.v1.Finding.newBuilder()
        .setAbout(finding.about())
        .setLevel(
            switch (finding.level()) {
              case GOOD -> Level.LEVEL_GOOD;
              case WARNING -> Level.LEVEL_WARNING;
              case BAD -> Level.LEVEL_BAD;
            })
        .setFound(finding.found())
        .setAdvice(finding.advice())
        .build();
  }

  private NodeStatus status() {
    NodeStatus.Builder status =
        NodeStatus.newBuilder()
            .setNodeId(node.id().toString())
            .setName(node.name())
            .setFolder(node.config().folder().toString())
            .setDownloads(node.config().downloads().toString())
            .setContentPort(node.engine().port())
            .setDashboard(node.dashboard().toString())
            .setDht(node.dht().isPresent())
            .setLan(node.config().lan())
            .setContacts(node.overlay().contacts().all().size())
            .setContactsReachable(
                (int)
                    node.overlay().links().states().values().stream()
                        .filter(LinkState.Reachable.class::isInstance)
                        .count())
            .setShares(node.engine().shares().size())
            .setDownBytesPerSecond(node.engine().downBytesPerSecond())
            .setUpBytesPerSecond(node.engine().upBytesPerSecond())
            .setDownLimitBytesPerSecond(node.engine().downLimitBytesPerSecond())
            .setUpLimitBytesPerSecond(node.engine().upLimitBytesPerSecond());
    node.overlay().addresses().forEach(address -> status.addAddresses(address.toString()));
    node.dht()
        .ifPresent(
            dht -> {
              DhtStatus table = dht.status();
              status.setDhtNodes(table.nodes4() + table.nodes6());
            });
    return status.build();
  }
}
