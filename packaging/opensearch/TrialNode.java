import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.opensearch.analysis.common.CommonAnalysisPlugin;
import org.opensearch.common.settings.Settings;
import org.opensearch.env.Environment;
import org.opensearch.node.InternalSettingsPreparer;
import org.opensearch.node.Node;
import org.opensearch.painless.PainlessPlugin;
import org.opensearch.plugins.Plugin;
import org.opensearch.transport.Netty4Plugin;

/**
 * A node of a cluster to try things out on, without a distribution: its plugins come from the class path.
 *
 * Arguments are settings, written key=value; path.home and node.name are among them. The node lives as long as whoever
 * started it keeps its standard input open, so that none outlives a run that was killed.
 */
public final class TrialNode extends Node {
    private static final List<Class<? extends Plugin>> PLUGINS =
        List.of(Netty4Plugin.class, CommonAnalysisPlugin.class, PainlessPlugin.class);

    private TrialNode(Environment environment) {
        super(environment, PLUGINS, false);
    }

    public static void main(String[] arguments) {
        try {
            Settings.Builder stated = Settings.builder();
            Arrays.stream(arguments).map(each -> each.split("=", 2)).forEach(each -> stated.put(each[0], each[1]));
            Settings settings = stated.build();
            Path configuration = Path.of(settings.get("path.home"), "config");
            TrialNode node = new TrialNode(InternalSettingsPreparer.prepareEnvironment(
                settings, Map.of(), configuration, () -> settings.get("node.name")));
            Runtime.getRuntime().addShutdownHook(new Thread(node::closeOrTell));
            node.start();
            while (System.in.read() >= 0) {
                // Nothing is said to a node: it waits for the end.
            }
            System.exit(0);
        } catch (Throwable failure) {
            // Threads of a node that could not start would keep the process alive.
            failure.printStackTrace();
            System.exit(1);
        }
    }

    private void closeOrTell() {
        try {
            close();
        } catch (IOException failure) {
            failure.printStackTrace();
        }
    }
}
