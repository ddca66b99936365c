using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using OpsBridge.Identity;

namespace OpsBridge.SignIn;

/// <summary>The key ring of data protection in the database.</summary>
internal sealed class KeyRingRepository(ProtectionKeyRing ring) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => [.. ring.Read().Select(XElement.Parse)];

    public void StoreElement(XElement element, string friendlyName) => ring.Store(friendlyName, element.ToString(SaveOptions.DisableFormatting));
}
