import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.opensearch.common.settings.Settings;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;

/** A node as a distribution starts it, from a home folder of jars: {@code java -cp 'lib/*' OpenSearchNode.java HOME}. */
public final class OpenSearchNode extends Node {
    private OpenSearchNode(Path home) {
        super(
            InternalSettingsPreparer.prepareEnvironment(
                Settings.builder().put("path.home", home).build(), Map.of(), home.resolve("config"), () -> "weblogs-test"),
            List.of(),
            false);
    }

    public static void main(String[] arguments) throws Exception {
        OpenSearchNode node = new OpenSearchNode(Path.of(arguments[0]).toAbsolutePath());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                node.close();
            } catch (Exception stopping) {
                // The process ends either way.
            }
        }));
        node.start();
        Thread.currentThread().join();
    }
}
