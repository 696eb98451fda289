import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginsLoader;

/** Runs one Elasticsearch node with the settings given as name=value, until standard input closes. */
public final class TestNode {
    public static void main(String[] arguments) throws Exception {
        var builder = Settings.builder();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            builder.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        Settings settings = builder.build();
        LogConfigurator.registerErrorListener();
        Path config = Path.of(settings.get("path.home"), "config");
        Environment environment = new Environment(settings, config);
        LogConfigurator.setNodeName(settings.get("node.name"));
        LogConfigurator.configure(environment, true);

        var bundles = PluginsLoader.loadModulesBundles(environment.modulesDir(), false);
        // false: everything is on the class path, so there is no Java module to export from
        Node node = new Node(environment, PluginsLoader.createPluginsLoader(bundles, Set.of(), Map.of(), false));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(node)));
        try {
            node.start();
            while (System.in.read() != -1) {
            }
        } catch (Throwable trouble) {
            trouble.printStackTrace();
            System.exit(1);
        }
        System.exit(0);
    }

    private static void stop(Node node) {
        try {
            node.prepareForClose();
            node.close();
        } catch (Exception trouble) {
            trouble.printStackTrace();
        }
    }
}
